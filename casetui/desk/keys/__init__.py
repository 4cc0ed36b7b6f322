"""Which keys a person holds at the desk: keyrings, team keys, and the signatures of requests."""
