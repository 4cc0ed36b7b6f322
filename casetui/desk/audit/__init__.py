"""The audit of a case: its revisions, their authors, and who opened it."""
