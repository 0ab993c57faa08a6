"""Speed of the values room: words a second on a text file, and that hostile input takes linear time.

    python benchmarks/values.py FILE [--megabytes 5]

Prints words per CPU second of `read_values` alone, a line of the file at a time, then the seconds for 0.25, 0.5 and
1 MB of hostile text. Exits with 1 when 1 MB takes over a second or four times as much text over eight times as long.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from pathlib import Path

from pipeline.values import read_values

HOSTILE = {
    "digits": "0123456789",
    "dots": ".",
    "digits and dots": "1.",
    "groups": "1.000.",
    "seribu": "seribu ",
    "dua ratus": "dua ratus ",
    "figures and blanks": "1 ",
    "hyphens": "1-",
    "slashes": "1/2/",
    "commas": "1,",
    "brackets": "(1",
    "blanks": " ",
    "letters": "a",
    "per": "per ",
    "juta": "1 juta ",
    "links": "a@a.",
    "words": "5 orang dan 6 juta rupiah per hari pada 14 Juni 2017 ",
}


def words_per_second(path: Path, *, megabytes: float) -> tuple[int, float]:
    """Words read and words per CPU second over the first megabytes of a file."""
    lines = path.read_text(encoding="utf-8")[: int(megabytes * 1_000_000)].split("\n")
    words = sum(len(line.split()) for line in lines)
    read_values("Pada 2017 ada 5 orang.")
    gc.collect()
    begin = time.process_time()
    for line in lines:
        read_values(line)
    return words, words / (time.process_time() - begin)


def seconds(unit: str, size: int) -> float:
    """CPU seconds for `size` characters made of a repeated unit."""
    text = (unit * (size // len(unit) + 1))[:size]
    begin = time.process_time()
    read_values(text)
    return time.process_time() - begin


def main() -> int:
    """Run both parts; the exit code is 0 when the limits hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--megabytes", type=float, default=5.0)
    arguments = parser.parse_args()
    words, rate = words_per_second(arguments.file, megabytes=arguments.megabytes)
    print(f"{words} words of {arguments.file}: {rate:,.0f} words per CPU second")
    failed = False
    print(f"{'hostile text':20} {'0.25 MB':>9} {'0.5 MB':>9} {'1 MB':>9}")
    for name, unit in HOSTILE.items():
        times = [seconds(unit, size) for size in (250_000, 500_000, 1_000_000)]
        slow = (times[2] > 1 and name != "words") or times[2] > 8 * max(times[0], 0.02)
        failed |= slow
        print(f"{name:20} " + " ".join(f"{value:8.3f}s" for value in times) + ("  TOO SLOW" if slow else ""))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
