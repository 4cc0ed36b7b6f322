"""People: who works here, who asks to be admitted, who leaves."""
