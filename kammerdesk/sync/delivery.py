"""One bundle on its way in: who answers for it, what each side knew, and who may write what."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from kammerdesk.sync.decision import NOTHING_LOST, Knowledge, Returns
from kammerdesk.sync.scope import POLICIES, Policy


@dataclass(frozen=True, slots=True)
class Delivery:
    """Whose bundle came when, and our running sequence.

    `returns` is what we lost ourselves and take back from anybody, `replicas` are those of the signer's chamber.
    `policies` says who may write which group of fields of which record kind.
    """

    bundle: UUID
    signer: str
    known: Knowledge
    at: datetime
    sequence: int
    returns: Returns = NOTHING_LOST
    replicas: Collection[str] = ()
    policies: Mapping[tuple[str, str], Policy] = field(default_factory=lambda: POLICIES)

    @property
    def is_inside(self) -> bool:
        """Whether a workstation of our own house wrote it: whatever is in it counts as if it was written here."""
        return self.signer == self.returns.chamber

    def policy(self, kind: str, group: str) -> Policy:
        """Who may write a group of fields; unless it is said otherwise only the house of the record."""
        return self.policies.get((kind, group), Policy.HOME)
