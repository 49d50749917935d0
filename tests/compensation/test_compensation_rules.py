"""What a day of service comes to: the examples of the law and of the chambers, and what must hold for every day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kammerdesk.base.errors import KammerError
from kammerdesk.compensation.rules import catalogue
from kammerdesk.compensation.rules.calculation import (
    Burden,
    Compensation,
    LostEarnings,
    Part,
    Service,
    Stay,
    burden_of,
    compensation,
    kilometre_money,
    started_hours,
)
from kammerdesk.compensation.rules.tax import Work, expenses_note, tax_note
from kammerdesk.compensation.rules.terms import Pay, RuleKind, Span, Status, Version, terms_on

TODAY = date(2026, 4, 28)
FOUR_HOURS = Service(time(8), time(12))


def paid(service: Service, on: date = TODAY, rules: str = "jveg") -> Compensation:
    return compensation(service, catalogue.terms(on, rules))


def lasting(hours: int, minutes: int = 0) -> Service:
    return Service(time(7), time(7 + hours, minutes))


def test_k01_a_day_with_car_and_parking() -> None:
    found = paid(Service(time(7, 15), time(14, 5), hundredths_km=36_00, parking=4_00))
    assert (found.of(Part.TIME), found.of(Part.TRAVEL), found.of(Part.EXPENSES)) == (49_00, 15_12, 4_00)
    assert found.total == 68_12


def test_a_long_day_in_another_municipality() -> None:
    found = paid(Service(time(7), time(18, 30), hundredths_km=120_00, other_municipality=True))
    assert (found.of(Part.TIME), found.of(Part.TRAVEL), found.of(Part.ALLOWANCE)) == (70_00, 50_40, 14_00)
    assert found.total == 134_40


def test_k03_the_law_of_the_day_of_service_counts() -> None:
    found = paid(replace(lasting(6, 10), hundredths_km=40_00), date(2020, 11, 24))
    assert (found.of(Part.TIME), found.of(Part.TRAVEL), found.total) == (42_00, 12_00, 54_00)


@pytest.mark.parametrize(
    ("on", "service", "cents"),
    [
        (date(2013, 7, 31), lasting(5), 25_00),
        (date(2013, 8, 1), lasting(5), 30_00),
        (date(2020, 12, 31), lasting(8), 48_00),
        (date(2021, 1, 1), lasting(8), 56_00),
        (TODAY, lasting(11, 10), 70_00),
        (TODAY, lasting(0), 0),
        (TODAY, lasting(0, 1), 7_00),
        (TODAY, lasting(1), 7_00),
        (TODAY, lasting(1, 1), 14_00),
        (TODAY, lasting(9, 1), 70_00),
    ],
    ids=["before the change", "K05", "last of 6", "K07", "K09", "0 min", "1 min", "60 min", "61 min", "9:01"],
)
def test_hours_begun_at_the_rate_of_the_day(on: date, service: Service, cents: int) -> None:
    assert paid(service, on).total == cents


@pytest.mark.parametrize(
    ("on", "minutes", "other", "cents"),
    [
        (TODAY, 9 * 60 + 30, False, 0),
        (TODAY, 8 * 60, True, 0),
        (TODAY, 8 * 60 + 1, True, 14_00),
        (date(2019, 12, 31), 9 * 60, True, 12_00),
        (date(2020, 1, 1), 9 * 60, True, 14_00),
        (date(2013, 12, 31), 8 * 60 - 1, True, 0),
        (date(2013, 12, 31), 8 * 60, True, 6_00),
        (date(2013, 12, 31), 14 * 60, True, 12_00),
        (date(2014, 1, 1), 8 * 60, True, 0),
    ],
    ids=["K11", "8:00", "8:01", "2019", "2020", "7:59 in 2013", "8:00 in 2013", "14:00 in 2013", "8:00 in 2014"],
)
def test_the_daily_allowance(on: date, minutes: int, other: bool, cents: int) -> None:
    service = Service(time(0), time(*divmod(minutes, 60)), other_municipality=other)
    assert paid(service, on).of(Part.ALLOWANCE) == cents


@pytest.mark.parametrize(
    ("on", "stay", "cents"),
    [
        (TODAY, Stay.ARRIVAL, 14_00),
        (TODAY, Stay.DEPARTURE, 14_00),
        (TODAY, Stay.BETWEEN, 28_00),
        (TODAY, Stay.NONE, 0),
        (date(2019, 5, 2), Stay.ARRIVAL, 12_00),
        (date(2019, 5, 2), Stay.BETWEEN, 24_00),
        (date(2012, 5, 2), Stay.ARRIVAL, 0),
        (date(2012, 5, 2), Stay.BETWEEN, 24_00),
    ],
)
def test_the_daily_allowance_with_a_night_away(on: date, stay: Stay, cents: int) -> None:
    assert paid(replace(FOUR_HOURS, other_municipality=True, stay=stay), on).of(Part.ALLOWANCE) == cents
    assert paid(replace(FOUR_HOURS, stay=stay), on).of(Part.ALLOWANCE) == 0


def test_k13_proven_earnings_beside_the_time_up_to_the_cap() -> None:
    assert paid(replace(FOUR_HOURS, earnings=LostEarnings(35_00)), rules="gera").total == 4 * (7_00 + 29_00)
    assert paid(replace(FOUR_HOURS, earnings=LostEarnings(29_00)), rules="gera").total == 144_00
    assert paid(replace(FOUR_HOURS, earnings=LostEarnings(20_00)), rules="gera").total == 4 * (7_00 + 20_00)


def test_earnings_instead_of_the_time_where_the_rule_says_so() -> None:
    found = paid(replace(FOUR_HOURS, earnings=LostEarnings(35_00)), rules="frankfurt")
    assert (found.of(Part.TIME), found.of(Part.EARNINGS), found.total) == (0, 96_00, 96_00)
    assert paid(replace(FOUR_HOURS, earnings=LostEarnings(35_00, hours=3)), rules="frankfurt").total == 7_00 + 72_00
    too_little = paid(replace(FOUR_HOURS, earnings=LostEarnings(5_00)), rules="frankfurt")
    assert (too_little.total, too_little.of(Part.EARNINGS)) == (28_00, 0)
    assert "weniger als die Zeitversäumnis" in too_little.steps[1].reckoning
    assert paid(FOUR_HOURS, rules="frankfurt").total == 28_00


@pytest.mark.parametrize(
    ("on", "burden", "cap"),
    [
        (TODAY, Burden.ORDINARY, 29_00),
        (TODAY, Burden.MANY_DAYS, 55_00),
        (TODAY, Burden.VERY_MANY_DAYS, 73_00),
        (date(2020, 12, 31), Burden.MANY_DAYS, 46_00),
        (date(2013, 7, 31), Burden.VERY_MANY_DAYS, 51_00),
    ],
)
def test_the_caps_of_lost_earnings(on: date, burden: Burden, cap: int) -> None:
    lost = LostEarnings(100_00, burden=burden)
    assert paid(replace(FOUR_HOURS, earnings=lost), on).of(Part.EARNINGS) == 4 * cap


@pytest.mark.parametrize(
    ("called", "within_30", "burden"),
    [
        (1, 1, Burden.ORDINARY),
        (20, 5, Burden.ORDINARY),
        (21, 0, Burden.MANY_DAYS),
        (6, 6, Burden.MANY_DAYS),
        (50, 6, Burden.MANY_DAYS),
        (51, 0, Burden.VERY_MANY_DAYS),
    ],
)
def test_many_days_raise_the_cap(called: int, within_30: int, burden: Burden) -> None:
    assert burden_of(called, within_30) is burden


def test_a_rule_with_the_first_cap_only_knows_no_higher_one() -> None:
    lost = LostEarnings(100_00, burden=Burden.VERY_MANY_DAYS)
    assert paid(replace(FOUR_HOURS, earnings=lost), rules="gera").of(Part.EARNINGS) == 4 * 29_00


def test_the_self_employed_have_a_flat_amount_only_where_the_rule_has_one() -> None:
    lost = LostEarnings(None, hours=3)
    assert paid(replace(FOUR_HOURS, earnings=lost), rules="gera").total == 28_00 + 3 * 27_50
    with pytest.raises(KammerError, match="Selbstständige"):
        paid(replace(FOUR_HOURS, earnings=lost))


def test_household_counts_outside_the_own_working_hours() -> None:
    assert paid(replace(FOUR_HOURS, household=0)).of(Part.HOUSEHOLD) == 4 * 17_00
    assert paid(replace(FOUR_HOURS, household=7)).of(Part.HOUSEHOLD) == 3 * 17_00
    assert paid(replace(FOUR_HOURS, household=12)).of(Part.HOUSEHOLD) == 0
    both = replace(FOUR_HOURS, household=0, earnings=LostEarnings(20_00, hours=3))
    assert paid(both).of(Part.HOUSEHOLD) == 17_00


def test_only_the_driver_has_the_flat_rate_and_only_once() -> None:
    alone = paid(replace(FOUR_HOURS, hundredths_km=36_00))
    assert paid(replace(FOUR_HOURS, hundredths_km=36_00, passengers=3)).total == alone.total
    assert paid(replace(FOUR_HOURS, passenger=True)).of(Part.TRAVEL) == 0
    with pytest.raises(KammerError, match="Wer mitfährt"):
        paid(replace(FOUR_HOURS, passenger=True, hundredths_km=36_00))


@pytest.mark.parametrize(
    ("hundredths", "rate", "cents"), [(50, 1, 1), (49, 1, 0), (36_50, 42, 15_33), (12_25, 30, 3_68), (0, 42, 0)]
)
def test_kilometres_are_rounded_half_up_to_cents(hundredths: int, rate: int, cents: int) -> None:
    assert kilometre_money(hundredths, rate) == cents


def test_everything_else_is_paid_as_proven() -> None:
    found = paid(replace(FOUR_HOURS, tickets=29_40, parking=3_00, lodging=89_00, other=1_55))
    assert (found.of(Part.TRAVEL), found.of(Part.EXPENSES)) == (29_40, 93_55)
    assert found.total == 28_00 + 29_40 + 93_55


@pytest.mark.parametrize(
    ("rules", "service", "cents"),
    [
        ("freiburg", replace(FOUR_HOURS, pay=Pay.CORRECTION_HOUR), 48_00),
        ("freiburg", FOUR_HOURS, 28_00),
        ("bochum", FOUR_HOURS, 34_00),
        ("rostock", replace(FOUR_HOURS, pay=Pay.SITTING), 16_00),
        ("rostock", replace(lasting(8), other_municipality=True), 56_00 + 6_00),
        ("rostock", replace(lasting(14), other_municipality=True), 70_00 + 12_00),
        ("dresden", replace(lasting(6), other_municipality=True), 42_00 + 14_00),
        ("dresden", replace(FOUR_HOURS, other_municipality=True, stay=Stay.BETWEEN), 28_00 + 28_00),
        ("aachen", replace(FOUR_HOURS, hundredths_km=10_00), 28_00 + 3_00),
        ("aachen", lasting(12), 70_00),
        ("aachen", replace(lasting(12), justified=True), 84_00),
        ("luebeck", FOUR_HOURS, 28_00),
        ("erfurt", FOUR_HOURS, 28_00),
        ("wuppertal", replace(FOUR_HOURS, hundredths_km=10_00), 32_20),
        ("kassel_marburg", replace(FOUR_HOURS, hundredths_km=10_00), 32_20),
        ("braunschweig", FOUR_HOURS, 28_00),
        ("lueneburg_wolfsburg", FOUR_HOURS, 28_00),
    ],
)
def test_the_rules_of_chambers(rules: str, service: Service, cents: int) -> None:
    assert paid(service, rules=rules).total == cents


OWN = RuleKind(
    "own", "IHK Eigen", Status.EXAMPLE, "-", (Version(Span(None, None), {Pay.PIECE: 3_50, Pay.FLAT: 20_00}),)
)


def test_pieces_and_flat_amounts_are_counted() -> None:
    terms = terms_on(OWN, catalogue.law(), TODAY)
    assert compensation(replace(FOUR_HOURS, pay=Pay.PIECE, count=12), terms).total == 42_00
    assert compensation(replace(FOUR_HOURS, pay=Pay.FLAT), terms).total == 20_00
    with pytest.raises(KammerError, match="Stück, Pauschale"):
        compensation(replace(FOUR_HOURS, pay=Pay.SITTING), terms)


def test_no_rule_pays_less_time_than_the_law_since_2020() -> None:
    low = RuleKind("low", "IHK Knapp", Status.EXAMPLE, "-", (Version(Span(None, None), {Pay.HOUR: 4_00}),))
    before, since = (
        compensation(FOUR_HOURS, terms_on(low, catalogue.law(), day)) for day in (date(2019, 12, 31), date(2020, 1, 1))
    )
    assert (before.total, before.steps[0].paragraph) == (16_00, "Regelung IHK Knapp")
    assert (since.total, since.steps[0].paragraph) == (24_00, "§ 15 Abs. 2, § 16 JVEG")


def test_every_step_says_what_it_rests_on() -> None:
    service = replace(
        lasting(10),
        hundredths_km=36_00,
        tickets=1,
        parking=1,
        other=1,
        lodging=1,
        earnings=LostEarnings(1),
        household=0,
    )
    found = paid(service)
    assert len(found.steps) == 9
    assert all(step.paragraph.startswith("§ ") and step.title and step.reckoning for step in found.steps)


@pytest.mark.parametrize(
    ("service", "said"),
    [
        (Service(time(14), time(8)), "„Bis“"),
        (replace(FOUR_HOURS, justified=True), "höchstens 10 Stunden"),
        (replace(FOUR_HOURS, tickets=-1), "nicht unter 0"),
        (replace(FOUR_HOURS, count=-1), "nicht unter 0"),
    ],
)
def test_a_day_that_cannot_be_is_refused(service: Service, said: str) -> None:
    with pytest.raises(KammerError, match=said):
        paid(service)


def test_there_is_nothing_before_the_first_rates_and_outside_a_rule() -> None:
    with pytest.raises(KammerError, match=r"01\.07\.2004"):
        catalogue.terms(date(2004, 6, 30))
    with pytest.raises(KammerError, match=r"ab 10\.12\.2024"):
        catalogue.terms(date(2024, 12, 9), "frankfurt")
    with pytest.raises(KammerError, match="aachen, bochum"):
        catalogue.terms(TODAY, "atlantis")


def test_k17_a_year_of_an_examiner_stays_below_the_limit() -> None:
    paid_in_year = 6 * paid(lasting(10)).total
    found = tax_note(catalogue.tax_limits(), 2026, paid_in_year)
    assert (paid_in_year, found.state, found.paragraph) == (420_00, "met", "§ 3 Nr. 26 EStG")
    assert "3.300,00 EUR" in found.sentence


@pytest.mark.parametrize(
    ("year", "work", "limit"),
    [
        (2026, Work.EXAMINER, 3_300_00),
        (2025, Work.EXAMINER, 3_000_00),
        (2021, Work.EXAMINER, 3_000_00),
        (2020, Work.EXAMINER, 2_400_00),
        (2026, Work.SUPERVISOR, 960_00),
        (2025, Work.SUPERVISOR, 840_00),
        (2020, Work.SUPERVISOR, 720_00),
    ],
)
def test_the_tax_free_limits_by_year(year: int, work: Work, limit: int) -> None:
    limits = catalogue.tax_limits()
    assert tax_note(limits, year, limit, work).state == "met"
    assert tax_note(limits, year, limit + 1, work).state == "warning"


def test_expenses_by_month_and_years_without_a_limit() -> None:
    limits = catalogue.tax_limits()
    assert expenses_note(limits, 2026, 250_00).state == "met"
    assert expenses_note(limits, 2026, 250_01).state == "warning"
    assert expenses_note(limits, 2020, 1).state == "open"
    assert tax_note(limits, 2012, 1).state == "open"


DAYS = st.dates(date(2004, 7, 1), date(2040, 12, 31))
TIMES = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))
CENTS = st.integers(0, 500_00)


@st.composite
def services(draw: st.DrawFn) -> Service:
    start, end = sorted((draw(TIMES), draw(TIMES)))
    return Service(
        start,
        end,
        hundredths_km=draw(st.integers(0, 2_000_00)),
        tickets=draw(CENTS),
        parking=draw(CENTS),
        other=draw(CENTS),
        lodging=draw(CENTS),
        other_municipality=draw(st.booleans()),
        stay=draw(st.sampled_from(Stay)),
        earnings=draw(
            st.none() | st.builds(LostEarnings, CENTS, st.none() | st.integers(0, 12), st.sampled_from(Burden))
        ),
        household=draw(st.none() | st.integers(0, 12)),
    )


@given(services(), DAYS)
def test_the_total_is_the_sum_of_its_parts_and_nothing_is_negative(service: Service, day: date) -> None:
    found = paid(service, day)
    assert found.total == sum(found.of(part) for part in Part)
    assert all(step.cents >= 0 for step in found.steps)


@given(services(), DAYS, st.integers(1, 2_000_00))
def test_more_kilometres_never_pay_less(service: Service, day: date, more: int) -> None:
    longer = replace(service, hundredths_km=service.hundredths_km + more)
    assert paid(longer, day).total >= paid(service, day).total


@given(services(), DAYS, TIMES, st.sampled_from(["jveg", "gera", "freiburg", "bochum"]))
def test_more_time_never_pays_less(service: Service, day: date, later: time, rules: str) -> None:
    longer = replace(service, end=max(service.end, later))
    assert paid(longer, day, rules).total >= paid(service, day, rules).total


@given(services(), DAYS)
def test_time_is_never_paid_above_ten_hours(service: Service, day: date) -> None:
    hour = catalogue.terms(day).rate(Pay.HOUR)
    found = paid(service, day)
    assert found.of(Part.TIME) <= 10 * hour
    assert found.of(Part.TIME) == hour * started_hours(service.minutes)


@given(st.integers(0, 24 * 60))
def test_hours_cover_the_minutes_up_to_the_most(minutes: int) -> None:
    hours = started_hours(minutes)
    assert hours == 10 or hours * 60 - 59 <= minutes <= hours * 60 or minutes == hours == 0
