"""Records, lists and checklists in words; the same for every face."""
