"""The screen: the only room besides app.py that knows Qt."""
