"""What a session does around its acts: snapshots shown at the start, the digest, work in the background."""
