"""What lies between steps."""
