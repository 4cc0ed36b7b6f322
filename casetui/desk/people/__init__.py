"""The agency's people: setting up, joining, signing in, retiring."""
