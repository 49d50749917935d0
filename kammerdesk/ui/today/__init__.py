"""What needs the clerk today."""
