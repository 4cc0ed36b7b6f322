"""What forms ask for, and the drafts of what is typed in them."""
