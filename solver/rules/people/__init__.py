"""Who attends what."""
