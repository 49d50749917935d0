"""Persons, organisations, chambers, occupations and places."""
