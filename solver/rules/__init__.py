"""One rule a file; the file's name is the rule, `violations` says what it means."""
