"""Examination committees: who may sit in them, who is appointed until when, and whether they may decide today."""
