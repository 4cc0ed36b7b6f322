"""The widgets of which screens are made: lists, forms, questions, lines and bars."""
