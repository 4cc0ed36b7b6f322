"""Acts as flows: the questions in their order, the act and its sentence, described once for both faces."""
