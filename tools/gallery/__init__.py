"""The gallery: every declared page and all that its commands open, in every look, on invented data."""
