"""Work of a session beside the acts: snapshots for the next start, the digest, sealing in the background."""
