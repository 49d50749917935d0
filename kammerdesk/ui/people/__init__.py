"""Examiners on the screen."""
