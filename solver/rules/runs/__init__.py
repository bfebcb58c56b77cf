"""What one run must be like by itself."""
