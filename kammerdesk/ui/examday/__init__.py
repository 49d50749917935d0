"""Exam days on the screen: plan one, check in, mark, announce, print."""
