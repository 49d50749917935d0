"""The stories of the clerk's year, as far as the program tells them by now, each through the real window by keys."""
