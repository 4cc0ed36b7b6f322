"""What changes a case: each act checks the right and the gates, and writes once."""
