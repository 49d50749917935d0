"""What §§ 39 to 42 BBiG ask of examination committees and delegations; knows only the base room."""
