"""What may leave the house, how it is sealed, and whose word counts when it comes in."""
