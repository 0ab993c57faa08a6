"""Reading, sharding, annotating and committing a run. Knows no language; imports spaCy only to work through a shard."""
