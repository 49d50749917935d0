"""What the house does with its own data: data protection, and papers for the day when something is lost."""
