"""Whole chambers with all their examinations, invented column by column."""
