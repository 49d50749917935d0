"""The reasons on paper for a failed examination are whole sentences with the areas' names."""

from __future__ import annotations

from fractions import Fraction

import pytest

from kammerdesk.base.i18n import paper_words
from kammerdesk.exams.papers import occupation_title
from kammerdesk.exams.rules.catalogue import regulation, regulations
from kammerdesk.exams.rules.decision import decision, kept_sentences
from kammerdesk.exams.rules.passing import Mark, assess

POINTS = {"EITA": 80, "PUS": 90, "PSP": 45, "EUA": 48, "WISO": 80}


def test_too_few_areas_are_told_by_name_and_points() -> None:
    found = regulation("fiae2020")
    judged = assess(found, {area: Mark(Fraction(points)) for area, points in POINTS.items()})
    (sentence,) = kept_sentences(decision(found, judged).failed_rules)
    assert sentence.startswith("In mindestens 3 von 4 Prüfungsbereichen sind 50 Punkte nötig, erreicht sind sie in 2 (")
    assert "Planen und Umsetzen eines Softwareprojektes 90 Punkte; " in sentence
    assert sentence.endswith(")")


@pytest.mark.parametrize("name", regulations())
def test_every_rule_of_every_regulation_has_a_sentence_without_short_ids(name: str) -> None:
    found = regulation(name)
    judged = assess(found, {area: Mark(Fraction(29)) for area in found.area_ids})
    sentences = kept_sentences(decision(found, judged).failed_rules)
    assert len(sentences) == len(found.pass_rules)
    for sentence in sentences:
        assert "29" in sentence
        assert not set(found.area_ids) & set(sentence.replace(",", " ").split())


def test_paper_calls_the_specialisation_by_its_name() -> None:
    title = occupation_title(regulation("fiae2020"), paper_words(), "Herr")
    assert title == "Fachinformatiker, Fachrichtung Anwendungsentwicklung"
    assert occupation_title(regulation("buero2025"), paper_words(), "Frau") == regulation("buero2025").occupation.female
