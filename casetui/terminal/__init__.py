"""What lies between Textual and the line."""
