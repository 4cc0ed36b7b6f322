"""The way in: setting up, signing in, joining."""
