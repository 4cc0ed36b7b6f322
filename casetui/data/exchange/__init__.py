"""What comes from other programs, read into plain values. Knows nothing of the desk."""
