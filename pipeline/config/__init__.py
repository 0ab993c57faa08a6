"""The .cfg of a run: its schema and its reader."""

from pipeline.config.load import ConfigError, default_path, load, parse_value
from pipeline.config.schema import Output, Run, Settings

__all__ = ["ConfigError", "Output", "Run", "Settings", "default_path", "load", "parse_value"]
