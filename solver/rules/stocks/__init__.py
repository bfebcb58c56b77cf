"""What runs use together."""
