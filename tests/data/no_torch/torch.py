"""Stands before torch on the path of runs without models: spaCy imports torch wherever it finds it, which takes seconds."""

raise ImportError("no torch in this run")
