"""Between Textual and the terminal: what is drawn becomes bytes, and bytes become keys.

The line is the connection to the terminal: a pseudo-terminal on this computer, often with SSH behind it.
"""
