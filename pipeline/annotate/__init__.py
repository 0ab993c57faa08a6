"""spaCy components, one a file, each a factory."""
