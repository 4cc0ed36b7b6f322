"""Sign-offs: what a line manager signs or sees."""
