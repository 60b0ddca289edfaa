"""Are the figures those that one counts by hand, and is each as many claims as the list behind it?"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from domain import answers, codes, decisions, moment, protection, rules
from domain.decisions import Words
from domain.refusals import Invalid
from domain.registrations import filing, replies
from domain.reports import figures, periods
from domain.reports.figures import FIGURES, Report
from domain.reports.periods import Period
from models import Answer, Evidence, Registration, User
from models.reports import Scope, behind
from tests.world import World

FEBRUARY = Period("month", date(2027, 2, 1), date(2027, 2, 28))
NO = Words(reason="no_fit", clause="4.2", text="No.", next_step="appeal")
YES = Words(clause="5.1")


def berlin(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """In winter Berlin is an hour ahead of UTC."""
    return datetime(2027, month, day, hour - 1, minute, tzinfo=UTC)


def opened(world: World, user: User, name: str, at: datetime, **values: object) -> Registration:
    with moment.at(at):
        return decisions.opened(world.max, world.file(user, name, **values))


def approve(world: World, claim: Registration, at: datetime) -> Registration:
    with moment.at(at):
        return decisions.approve(world.max, Registration.get_by_id(claim.id), YES)


@pytest.fixture(scope="module")
def played(stage: World) -> World:
    """Six claims of Acme, three of the rival; office hours are 9 to 17 in Berlin, the promise is 16 of them."""
    world = stage
    ana, ben, rita = world.ana, world.ben, world.rita
    # January: registered and approved, then won in February
    won = approve(world, opened(world, ana, "Fjordlaks AS", berlin(1, 11, 10)), berlin(1, 11, 13))  # 3 h
    with moment.at(berlin(2, 20, 10)):
        protection.win(ana, won)
    # Monday 1 February, 00:30 in Berlin, which is January in UTC; 9 to 13 is working time
    approve(world, opened(world, ana, "Klinikum Westerode", berlin(2, 1, 1) - timedelta(minutes=30)), berlin(2, 1, 13))
    # Tuesday 10:00 to Friday 10:00: 24 working hours, late
    late = opened(world, ben, "Biogas Lahntal", berlin(2, 2, 10))
    with moment.at(berlin(2, 5, 10)):
        decisions.decline(world.max, late, NO)
    _asked_back(world)
    # undecided, with a value of its own; and the last one of February, which March decides
    value = opened(world, ana, "Papierfabrik Hohenlinde", berlin(2, 10, 10), value_band="above_100k")
    Registration.update(value_minor=120_000_00).where(Registration.id == value.id).execute()
    approve(world, opened(world, rita, "Glaswerk Steinau", berlin(2, 26, 16)), berlin(3, 1, 10))  # 1 h and 1 h
    _by_rule(world)
    opened(world, rita, "Molinos del Ebro", berlin(3, 2, 10), country="ES", product_line="gas")
    return world


@pytest.fixture
def counted(played: World, unchanged: None) -> World:
    return played


def _asked_back(world: World) -> None:
    """Two hours, a question, a reply three days later, one more hour: three hours of ours."""
    claim = opened(world, world.ben, "Stadtwerke Rhönau", berlin(2, 15, 10))
    with moment.at(berlin(2, 15, 12)):
        asked = decisions.return_for_information(world.max, claim, Words(text="Which plant?"))
    with moment.at(berlin(2, 18, 12)):
        replies.reply(world.ben, asked, "The northern one.")
    approve(world, claim, berlin(2, 18, 13))


def _by_rule(world: World) -> None:
    """Approved at once by the rule: a decision, but nobody's answer."""
    with moment.at(berlin(2, 24, 10)):
        draft = world.draft(world.rita, "Bryggeri Sund")
        Evidence.create(
            code=codes.fresh("E"), registration=draft, partner=draft.partner_id, uploaded_by=world.rita,
            uploaded_at=moment.now(), filename="a.txt", kind="txt", size=1, sha256="0" * 64,
        )  # fmt: skip
        assert filing.submit(world.rita, draft).status == "approved"


def report(world: World, reader: User, period: Period = FEBRUARY, **narrowed: object) -> Report:
    with moment.at(berlin(3, 8, 10)):
        return figures.of(Scope(reader, **narrowed), period, rules.in_force())  # type: ignore[arg-type]


def test_february_as_counted_by_hand(counted: World) -> None:
    seen = report(counted, counted.max)
    assert (seen.filed, seen.decided, seen.approved, seen.approved_per_cent) == (6, 4, 3, 75)
    assert (seen.answers.count, seen.answers.in_time, seen.answers.per_cent) == (3, 2, 67)
    assert seen.answers.median == 4 * 60, "of 3 h, 4 h and 24 h"


def test_the_pipeline_is_what_was_open_at_the_end_with_stated_values_or_the_bands_middle(counted: World) -> None:
    middle = (15_000_00 + 40_000_00) // 2
    seen = report(counted, counted.max)
    assert seen.pipeline.claims == 5, "won and declined are out, the ones of March not yet in"
    assert seen.pipeline.amount == 120_000_00 + 4 * middle
    assert seen.pipeline.estimated == 4
    january = report(counted, counted.max, periods.month(date(2027, 1, 1)))
    assert january.pipeline.claims == 1, "won in February, open at the end of January"


def test_a_value_in_another_currency_is_named_and_not_added(counted: World) -> None:
    Registration.update(currency="CHF").where(Registration.company == "Papierfabrik Hohenlinde").execute()
    seen = report(counted, counted.max).pipeline
    assert (seen.claims, seen.elsewhere, seen.amount) == (5, 1, 4 * 27_500_00)


def test_each_partner_has_its_row_and_the_rows_add_up(counted: World) -> None:
    seen = report(counted, counted.max)
    rows = {row.partner.name: (row.filed, row.decided, row.approved, row.pipeline.claims) for row in seen.partners}
    assert rows == {"Acme Systemhaus": (4, 3, 2, 3), "Rival Technik": (2, 1, 1, 2)}
    assert sum(row.filed for row in seen.partners) == seen.filed
    assert [row.months[-3:] for row in seen.partners] == [(0, 1, 4), (0, 0, 2)], "December, January, February"


def test_twelve_months_up_to_the_period_and_each_as_counted(counted: World) -> None:
    months = report(counted, counted.max, periods.month(date(2027, 3, 1))).months
    assert len(months) == 12
    assert months[0].first == date(2026, 4, 1)
    assert [one.filed for one in months[-4:]] == [0, 1, 6, 1]
    assert [one.answers.median for one in months[-4:]] == [None, 180, 240, 120]
    assert [one.answers.in_time for one in months[-4:]] == [0, 1, 2, 1]


@pytest.mark.parametrize(
    ("period", "filed", "decided"),
    [
        (periods.named("2027-Q1", date(2027, 3, 8)), 8, 6),
        (periods.named("2027", date(2027, 3, 8)), 8, 6),
        (periods.named("2026-12", date(2027, 3, 8)), 0, 0),
        (periods.between(date(2027, 2, 1), date(2027, 2, 2)), 2, 1),
        (periods.between(date(2027, 2, 26), date(2027, 3, 1)), 1, 1),
    ],
)
def test_any_period_counts_its_own_days(counted: World, period: Period, filed: int, decided: int) -> None:
    seen = report(counted, counted.max, period)
    assert (seen.filed, seen.decided) == (filed, decided)


@pytest.mark.parametrize("who", ["max", "dora", "ada", "ana", "ben", "rita"])
def test_every_figure_is_as_many_claims_as_its_list(counted: World, who: str) -> None:
    reader = getattr(counted, who)
    for period in (FEBRUARY, periods.quarter(FEBRUARY.first), periods.between(date(2027, 2, 5), date(2027, 3, 2))):
        for narrowed in ({}, {"partner_id": counted.rita.partner_id}, {"line": "gas"}, {"country": "DE"}):
            seen = report(counted, reader, period, **narrowed)
            told = {
                "filed": seen.filed, "decided": seen.decided, "approved": seen.approved,
                "declined": seen.decided - seen.approved, "answered": seen.answers.count,
                "in_time": seen.answers.in_time, "late": seen.answers.count - seen.answers.in_time,
                "pipeline": seen.pipeline.claims,
            }  # fmt: skip
            scope = Scope(reader, **narrowed)  # type: ignore[arg-type]
            listed = {figure: len(list(behind(figure, scope, period.span("Europe/Berlin")))) for figure in FIGURES}
            assert told == listed, (period, narrowed)


def test_a_partner_counts_its_own_alone_and_who_sees_only_their_own_even_less(counted: World) -> None:
    assert (report(counted, counted.ana).filed, report(counted, counted.rita).filed) == (4, 2)
    assert [row.partner.name for row in report(counted, counted.rita).partners] == ["Rival Technik"]
    User.update(sees="own").where(User.id == counted.ana.id).execute()
    own = report(counted, counted.ana)
    assert (own.filed, own.answers.count, own.pipeline.claims) == (2, 1, 2)
    assert report(counted, counted.rita, partner_id=counted.ana.partner_id).filed == 0


def test_filters_narrow_every_figure(counted: World) -> None:
    march = periods.month(date(2027, 3, 1))
    assert report(counted, counted.max, march, country="ES").filed == 1
    assert report(counted, counted.max, march, line="flow").filed == 0
    assert report(counted, counted.max, march, line="gas", country="DE").is_empty


def test_the_working_time_of_an_answer_leaves_out_nights_weekends_and_the_partners_days(counted: World) -> None:
    kept = {row.registration.company: (row.minutes, row.was_in_time) for row in Answer.select()}
    assert kept == {
        "Fjordlaks AS": (180, True), "Klinikum Westerode": (240, True), "Biogas Lahntal": (1440, False),
        "Stadtwerke Rhönau": (180, True), "Glaswerk Steinau": (120, True),
    }  # fmt: skip


def test_answers_from_before_are_measured_from_their_history_alike(counted: World) -> None:
    before = {row.registration_id: (row.minutes, row.was_in_time) for row in Answer.select()}
    Answer.delete().execute()
    assert answers.measure_old(moment.now()) == 5
    assert {row.registration_id: (row.minutes, row.was_in_time) for row in Answer.select()} == before
    assert answers.measure_old(moment.now()) == 0


# periods


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("2027-02", date(2027, 2, 1), date(2027, 2, 28)), ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)), ("2027-Q1", date(2027, 1, 1), date(2027, 3, 31)),
        ("2027-Q4", date(2027, 10, 1), date(2027, 12, 31)), ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("", date(2027, 3, 1), date(2027, 3, 31)), ("2027-13", date(2027, 3, 1), date(2027, 3, 31)),
        ("1850", date(2027, 3, 1), date(2027, 3, 31)), ("٢٠٢٧-02", date(2027, 3, 1), date(2027, 3, 31)),
    ],
)  # fmt: skip
def test_an_address_names_a_period(code: str, first: date, last: date) -> None:
    period = periods.named(code, date(2027, 3, 8))
    assert (period.first, period.last) == (first, last)
    assert periods.named(period.code, date(1999, 1, 1)) == period


@pytest.mark.parametrize(
    "days",
    [(None, date(2027, 1, 1)), (date(2027, 1, 2), date(2027, 1, 1)), (date(1999, 1, 1), date(2027, 1, 1))],
)
def test_days_the_wrong_way_round_are_refused(days: tuple[date | None, date]) -> None:
    with pytest.raises(Invalid):
        periods.between(*days)


def test_a_month_begins_and_ends_where_the_programme_is_at_home() -> None:
    march = periods.month(date(2027, 3, 1)).span("Europe/Berlin")
    assert march.since == datetime(2027, 2, 28, 23, tzinfo=UTC)
    assert march.until == datetime(2027, 3, 31, 22, tzinfo=UTC), "after the clocks went forward"


def test_nearby_offers_nothing_of_the_future() -> None:
    today = date(2027, 3, 8)
    codes_ = [one.code for one in periods.nearby(periods.month(today), today)]
    assert codes_ == ["2027-01", "2027-02", "2027-03", "2027-Q1", "2027"]
    assert [one.code for one in periods.nearby(periods.named("2026-11", today), today)] == [
        "2026-09", "2026-10", "2026-11", "2026-12", "2026-Q4", "2026",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "middle"),
    [([], None), ([(5, 1)], 5), ([(9, 1), (1, 1)], 5), ([(1, 2), (9, 3)], 9), ([(1, 2), (2, 2)], 1), ([(7, 4)], 7)],
)
def test_the_median_of_counted_values(values: list[tuple[int, int]], middle: int | None) -> None:
    assert periods.median(values) == middle
