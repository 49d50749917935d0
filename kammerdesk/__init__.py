"""KammerDesk: examinations, committees and cooperation of two chambers of commerce in one desktop program."""

__version__ = "0.1.0"
