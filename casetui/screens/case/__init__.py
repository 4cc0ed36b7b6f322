"""The case: its steps, records, checklists, timeline and audit, and what is done with it as a whole."""
