"""Text that should be UTF-8 and is not: where it breaks, and how to put it right."""

from __future__ import annotations

BOM = b"\xef\xbb\xbf"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def is_broken(data: bytes) -> bool:
    """Tell whether the bytes are not UTF-8."""
    return broken_at(data) is not None


def broken_at(data: bytes) -> int | None:
    """Return where bytes stop being UTF-8, or None."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return None


def told(data: bytes) -> str:
    """Return what is wrong with bytes that are not UTF-8, with a command that converts their file."""
    at = broken_at(data) or 0
    likely = "UTF-16" if data.startswith(UTF_16) else "WINDOWS-1252"
    return f"byte 0x{data[at]:02x} at {at} is no UTF-8; convert the file, if it is {likely}: iconv -f {likely} -t UTF-8"
