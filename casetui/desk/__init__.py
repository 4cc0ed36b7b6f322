"""What the signed-in person can see and do: the one door from screens and command line to everything else."""
