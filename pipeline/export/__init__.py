"""Records to tables, spaCy Docs, CoNLL-U and labelling tools, and to a page to look at."""
