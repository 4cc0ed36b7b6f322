"""Records, case files and the vault they are kept in."""
