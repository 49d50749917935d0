"""What JVEG and the rules of the chambers pay for a day of service; knows no database."""
