"""The first schema; a file of it is kept with the tests, and nothing older was ever given out."""

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Nothing stands before it."""
