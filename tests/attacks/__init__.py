"""Attacks on the shared folder by somebody who may write in it and holds no key of the agency."""
