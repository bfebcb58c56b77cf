"""What stands in a plan at all."""
