"""Acts as flows: what is asked in which order, what is done and what is said, told once for both faces."""
