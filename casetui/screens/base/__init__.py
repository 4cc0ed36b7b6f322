"""What every screen of the desk has alike: title, notice, keys, help, the finder."""
