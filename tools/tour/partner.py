"""In Lüneburg-Wolfsburg's window: the bundle comes in, and what is shared can be seen."""

from __future__ import annotations

from pathlib import Path

from tools.tour.driver import SETTLED, Driver


def receive(clerk: Driver, bundle: Path) -> None:
    """Looks into the bundle and takes it in."""
    clerk.press("Ctrl+6", "Ctrl+I")
    clerk.answer_file(bundle)
    clerk.shot("paket_ansehen", "Beim Partner: was das Paket bringt, bevor etwas übernommen ist.")
    clerk.press("Ctrl+Return")
    clerk.shot("paket_uebernommen", "Übernommen; das Übermittlungsprotokoll führen beide Häuser.")


def look_at_what_is_shared(clerk: Driver) -> None:
    """The joint committee and its exam day, and not one field more."""
    clerk.press("Ctrl+3", "Ctrl+F")
    clerk.type("gemeinsam")
    clerk.rest(SETTLED)
    clerk.press("Down", "Return")
    clerk.shot("partner_ausschuss", "Beim Partner: der gemeinsame Ausschuss.")
    clerk.press("Escape", "Ctrl+5")
    clerk.shot("partner_pruefungstag", "Beim Partner: der Prüfungstag; Bewertungen bleiben in Braunschweig.")


def read_again(clerk: Driver, bundle: Path) -> None:
    """The same bundle a second time changes nothing."""
    clerk.press("Ctrl+6", "Ctrl+I")
    clerk.answer_file(bundle)
    clerk.shot("paket_noch_einmal", "Dasselbe Paket noch einmal: ohne Wirkung, und es wird gesagt.")
    clerk.press("Escape")


def refuse_damaged(clerk: Driver, bundle: Path) -> None:
    """A bundle in which one bit was flipped is refused with a sentence."""
    damaged = bundle.with_name("beschädigt.kdb")
    content = bytearray(bundle.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    clerk.press("Ctrl+I")
    clerk.answer_file(damaged)
    clerk.shot("paket_beschaedigt", "Ein Paket mit einem verfälschten Bit wird nicht gelesen.")
    damaged.unlink()
