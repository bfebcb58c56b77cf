"""What units allow."""
