"""The same acts as questions and answers, a line at a time: for a screen reader or a braille line."""
