"""Proves at length that nothing is lost: kills at random moments, and power cuts at every boundary of durability."""
