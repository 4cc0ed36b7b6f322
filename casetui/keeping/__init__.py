"""Keeping a vault in order: backup, restore, check and repair. Beside the faces, on the desk."""
