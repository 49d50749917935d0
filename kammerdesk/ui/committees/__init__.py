"""Committees on the screen."""
