"""What the examination law says, as data and pure functions; knows only the base room."""
