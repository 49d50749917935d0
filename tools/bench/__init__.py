"""Measures the program beside others and prints ratios; it judges nothing."""
