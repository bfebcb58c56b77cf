"""Makes a first plan and improves it."""
