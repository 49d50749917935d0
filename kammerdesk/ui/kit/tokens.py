"""Colours by meaning, light and dark; every text reaches 4.5:1 on its ground, every outline 3:1 (WCAG 2.2)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """What a status means; always shown with an icon and a word, never by colour alone."""

    OK = "ok"
    WARN = "warn"
    ERR = "err"
    INFO = "info"
    NEUTRAL = "neutral"
    PARTNER = "partner"

    @property
    def icon(self) -> str:
        """The name of the icon that goes with the tone."""
        return _TONE_ICONS[self]


_TONE_ICONS = {
    Tone.OK: "circle-check",
    Tone.WARN: "alert-triangle",
    Tone.ERR: "circle-x",
    Tone.INFO: "info-circle",
    Tone.NEUTRAL: "clock",
    Tone.PARTNER: "building-bridge-2",
}


@dataclass(frozen=True, slots=True)
class Tokens:
    """One colour scheme as #RRGGBB values; `border` is decoration only, `control` outlines what can be operated."""

    dark: bool
    window: str
    surface: str
    subtle: str
    header: str
    border: str
    control: str
    text: str
    text2: str
    placeholder: str
    disabled: str
    accent: str
    accent_hover: str
    on_accent: str
    link: str
    selection: str
    tones: dict[Tone, tuple[str, str]]
    """Text and tint of each tone."""

    def ink(self, tone: Tone) -> str:
        """The colour of a tone's words, icons and outlines."""
        return self.tones[tone][0]

    def tint(self, tone: Tone) -> str:
        """The ground a tone's chip or bar stands on."""
        return self.tones[tone][1]


LIGHT = Tokens(
    dark=False,
    window="#F4F6F8",
    surface="#FFFFFF",
    subtle="#EEF2F6",
    header="#E6EBF0",
    border="#D5DCE3",
    control="#75818E",
    text="#1B232C",
    text2="#4A5663",
    placeholder="#626E7B",
    disabled="#8A94A0",
    accent="#0B5CAD",
    accent_hover="#094A8C",
    on_accent="#FFFFFF",
    link="#0B5CAD",
    selection="#D3E5F8",
    tones={
        Tone.OK: ("#17653A", "#E3F4E9"),
        Tone.WARN: ("#7A4B00", "#FFF1D6"),
        Tone.ERR: ("#A31621", "#FDE7E9"),
        Tone.INFO: ("#0B4F8A", "#E1EDF9"),
        Tone.NEUTRAL: ("#4A5663", "#E6EBF0"),
        Tone.PARTNER: ("#5B3A91", "#F0E9FA"),
    },
)

DARK = Tokens(
    dark=True,
    window="#1A1F25",
    surface="#22282F",
    subtle="#2A313A",
    header="#303842",
    border="#3D4752",
    control="#818D9A",
    text="#E8ECF0",
    text2="#B4BEC9",
    placeholder="#98A4B0",
    disabled="#6E7985",
    accent="#6FB1F2",
    accent_hover="#8CC4FA",
    on_accent="#0C1B2A",
    link="#8CC4FA",
    selection="#1F4468",
    tones={
        Tone.OK: ("#7ED6A1", "#173626"),
        Tone.WARN: ("#F5C36B", "#3B2C10"),
        Tone.ERR: ("#FF9EA5", "#451D22"),
        Tone.INFO: ("#8CC4FA", "#16324D"),
        Tone.NEUTRAL: ("#B4BEC9", "#303842"),
        Tone.PARTNER: ("#C9B2F2", "#33274A"),
    },
)
