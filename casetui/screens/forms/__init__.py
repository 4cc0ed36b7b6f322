"""Writing a record: the form, its draft, and choosing between two values of one field."""
