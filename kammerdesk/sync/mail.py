"""A bundle as the attachment of a mail: a draft file that the mail program opens, so that nobody has to be online."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from kammerdesk.base.i18n import tr
from kammerdesk.people.chambers import chambers
from kammerdesk.sync.files import opened, written_whole

DRAFT_SUFFIX = ".eml"


def write_draft(file: Path, bundle: Path, partner: str) -> None:
    """Writes a mail that is not sent yet, to the office of the partner, with the bundle attached.

    Neither subject nor text holds personal data. Raises KammerError when it cannot be written or the bundle not read.
    """
    known = chambers().get(partner)
    mail = EmailMessage(policy=SMTP)
    mail["X-Unsent"] = "1"  # by this Outlook and others open it to be sent
    mail["To"] = known.mail if known is not None else ""
    mail["Subject"] = tr("Bundle of KammerDesk: {file}").format(file=bundle.name)
    mail.set_content(
        tr(
            "Please save the attached bundle and take it in with KammerDesk (page “Exchange”, “Read bundle”). It is"
            " sealed for your house and signed by ours; a receipt comes with your next bundle."
        )
    )
    with opened(bundle) as raw:
        mail.add_attachment(raw.read(), maintype="application", subtype="octet-stream", filename=bundle.name)
    with written_whole(file) as raw_draft:
        raw_draft.write(mail.as_bytes())
