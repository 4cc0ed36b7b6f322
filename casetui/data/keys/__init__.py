"""Keys, sealing and signatures: a person's own keys, the keys that groups hold, and sealed revisions."""
