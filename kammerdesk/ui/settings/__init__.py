"""How the house is set up."""
