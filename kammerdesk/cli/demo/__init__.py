"""The command `demo`: databases full of invented people, the same again for the same seed and date."""

from __future__ import annotations

from kammerdesk.cli.demo.command import register

__all__ = ["register"]
