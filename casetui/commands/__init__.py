"""The commands of the command line, a file a command. ``run(args)`` runs one and returns its exit status."""
