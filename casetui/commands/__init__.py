"""The commands of the command line, a file a command: ``run(args)`` does it and returns the exit status."""
