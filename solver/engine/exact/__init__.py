"""The question said to CP-SAT, one rule a file, and the search."""
