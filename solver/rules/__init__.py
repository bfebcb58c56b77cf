"""One rule a file, by subject; the file's name is the rule, `violations` says what it means."""
