"""The rules, a file a part of the work. Each is a pure function with its source in its docstring."""
