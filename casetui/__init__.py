"""CaseTUI: case management in the terminal, from first contact to closure."""

__version__ = "0.1.0"
