"""The world of the tour: one chamber, small enough to be looked at record by record."""
