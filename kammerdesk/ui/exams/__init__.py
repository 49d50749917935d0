"""Examinations on the screen: candidates, their results, their import."""
