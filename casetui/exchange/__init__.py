"""What comes in from other programs, read and made into cases. Beside the faces, on the desk."""
