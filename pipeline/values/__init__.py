"""Text to typed values: numbers, money, units and dates of Indonesian news. No spaCy, no models."""

from pipeline.values.read import parse_date, read_dates, read_quantities, read_values
from pipeline.values.types import DateMention, Quantity, Values

__all__ = ["DateMention", "Quantity", "Values", "parse_date", "read_dates", "read_quantities", "read_values"]
