"""What every exporter may raise."""

from __future__ import annotations


class ExportError(ValueError):
    """A record that cannot be exported, or a format that is not known; the message names it and the reason."""
