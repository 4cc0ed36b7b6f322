"""Groups of people who share a key, beside the teams."""

EVERYONE = "*"
"""The group of all who have a key; cover sheets are sealed to it."""
SIGNATORIES = "*signatories"
"""The group of all who may sign off a closure. Each team's key is sealed to this group's key."""
