"""Imports from other programs: an export is read and its stays become cases."""
