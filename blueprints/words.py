"""How do times and sentences read in the reader's language and the programme's zone?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_time, get_timezone_name
from flask import Flask, g
from flask_babel import force_locale, gettext, ngettext, pgettext
from flask_login import current_user
from markupsafe import Markup
from peewee import DoesNotExist

from blueprints import speaking
from blueprints.amounts import band, decimal, money, per_cent, size, spoken, whole
from domain import moment, rules
from domain.clash import CLASH_WORDS
from domain.evidence_findings import WEIGHED
from domain.matching import REASON_WORDS, as_written
from domain.registrations.fields import REVIEW_WORDS
from domain.registrations.history import SYSTEM
from domain.words import Near
from integrations.dates import pattern
from integrations.unbroken import unbroken as keep_together

COUNTRIES = {"country", "countries"}
"""Values of sentences that are the code of a country."""


def locale() -> str:
    """The reader's own language; before signing in what was chosen in the footer, or what the browser asks for."""
    chosen = current_user.locale if current_user and current_user.is_authenticated else None
    offered = speaking.offered()
    return chosen if chosen in offered else speaking.asked() or offered[0]


def zone() -> str:
    """Times are shown where the programme is at home."""
    if "zone" not in g:
        try:
            g.zone = rules.in_force().zone
        except DoesNotExist:  # before set-up
            g.zone = "UTC"
    return str(g.zone)


def zone_name() -> str:
    """Central European Time, for Europe/Berlin."""
    return str(get_timezone_name(ZoneInfo(zone()), width="long", locale=spoken(), zone_variant="generic"))


def translated(message: str, values: dict[str, Any] | None = None) -> str:
    """An English sentence marked with `N_`, in the reader's language, its values formatted."""
    shown = {
        name: country(str(value)) if name in COUNTRIES else _shown(value) for name, value in (values or {}).items()
    }
    return str(gettext(message, **shown)) if message else ""  # the catalogue's head stands under ""


def day(value: date | datetime | None, form: str = "d MMMM y") -> Markup:
    """7 June 2027"""
    if value is None:
        return Markup("")
    local = _local(value).date() if isinstance(value, datetime) else value
    return _time(local.isoformat(), written(local, form))


def stamp(value: datetime) -> Markup:
    """Tue 9 March 2027, 09:41:07: for receipts and registers, where the second counts."""
    local = _local(value)
    says = f"{written(local, 'EEE d MMMM y')}, {format_time(local, 'HH:mm:ss', locale=spoken())}"
    return _time(local.isoformat(), says)


def second(value: datetime, form: str = "d MMMM") -> Markup:
    """9 March, 09:47:12: where the second counts; with the year when it is another one."""
    local = _local(value)
    form = form if "y" in form or local.year == _local(moment.now()).year else f"{form} y"
    says = f"{written(local, form)}, {format_time(local, 'HH:mm:ss', locale=spoken())}"
    return _time(local.isoformat(), says, format_datetime(local, "full", locale=spoken()))


def when(value: datetime | None, form: str = "EEE d MMMM") -> Markup:
    """today, 11:02; Thu 11 March, 09:47; with the whole stamp on hover."""
    if value is None:
        return Markup("")
    local, today = _local(value), _local(moment.now()).date()
    clock = format_time(local, "HH:mm", locale=spoken())
    if local.date() == today:
        says = gettext("today, %(time)s", time=clock)
    else:
        form = form if abs((local.date() - today).days) < 200 else "d MMMM y"
        says = f"{written(local, form)}, {clock}"
    return _time(local.isoformat(), says, format_datetime(local, "full", locale=spoken()))


def by_when(value: datetime) -> Markup:
    """As `when`, for a deadline inside a sentence: "answers by today, 16:00", "a más tardar el mar. 16 de marzo"."""
    local = _local(value)
    if local.date() == _local(moment.now()).date():
        return when(value)
    day_within = pgettext("day in a sentence", "%(day)s", day=written(local, "EEE d MMMM"))
    says = f"{day_within}, {format_time(local, 'HH:mm', locale=spoken())}"
    return _time(local.isoformat(), says, format_datetime(local, "full", locale=spoken()))


def short(value: datetime, form: str = "d MMM") -> Markup:
    """9 Mar, 09:47: for what is over, in lists and courses; with the year when it is another one."""
    local = _local(value)
    form = form if "y" in form or local.year == _local(moment.now()).year else f"{form} y"
    says = f"{written(local, form)}, {format_time(local, 'HH:mm', locale=spoken())}"
    return _time(local.isoformat(), says, format_datetime(local, "full", locale=spoken()))


def clock_time(value: datetime) -> Markup:
    """09:44, for what happened just now."""
    local = _local(value)
    return _time(local.isoformat(), format_time(local, "HH:mm", locale=spoken()))


def local_day(value: datetime) -> date:
    """The day it is where the programme is at home."""
    return _local(value).date()


def left(value: datetime | None) -> str:
    """How long until then, in the largest two units: 3 days; 7 h 27 min; 42 min; "1 h 20 min over" when past."""
    if value is None:
        return ""
    seconds = (value - moment.now()).total_seconds()
    span = duration(abs(seconds) / 60)
    return span if seconds >= 0 else gettext("%(span)s over", span=span)


def working(span: timedelta | None) -> str:
    """Working time left: 7 h 27 min; 1 h 20 min over. Hours, since a working day is no calendar day."""
    if span is None:
        return ""
    minutes = int(abs(span.total_seconds()) // 60)
    says = _hours(minutes)
    return str(gettext("%(span)s over", span=says)) if span < timedelta() else says


def duration(minutes: float) -> str:
    """Minutes as a person says them."""
    whole = int(minutes)
    if whole >= 48 * 60:
        return str(ngettext("%(num)d day", "%(num)d days", whole // 1440))
    return _hours(whole)


def _hours(minutes: int) -> str:
    """7 h 27 min; 6 h; 42 min."""
    hours, rest = divmod(minutes, 60)
    if hours and rest:
        return str(gettext("%(hours)d h %(minutes)d min", hours=hours, minutes=rest))
    return str(gettext("%(hours)d h", hours=hours) if hours else gettext("%(minutes)d min", minutes=rest))


def country(code: str) -> str:
    """Germany for DE."""
    return str(Locale.parse(locale()).territories.get(code, code))


def reason(code: str, detail: str = "", *names: str) -> str:
    """Why two `names` look alike, or why a claim needs a person: code -> words for staff."""
    detail = as_written(detail, names) if names else detail
    message = REASON_WORDS.get(code) or REVIEW_WORDS.get(code) or CLASH_WORDS.get(code) or code
    if code in ("same_country", "other_country"):
        detail = " / ".join(country(one) for one in detail.split(" / "))
    says = gettext(message, detail=detail) if "%(detail)s" in message else gettext(message)
    return str(says)


def weighed(weight: str) -> str:
    """How a decider rated a file, in a sentence."""
    return str(gettext(WEIGHED[weight]))


def options(choices: Iterable[rules.Choice | rules.Line | rules.Tier]) -> list[tuple[str, str]]:
    """Code and words of each, as selects and radios take them. Names of lines and tiers are the vendor's own."""
    return [(c.code, chosen(c) if isinstance(c, rules.Choice) else c.name) for c in choices]


def chosen(choice: rules.Choice) -> str:
    """Its words in the reader's language: the vendor's own, else the catalogue's."""
    return str(gettext(choice.said(locale())))


def catalogued(message: str, language: str) -> str:
    """What our catalogue says for this in a language; "" when it knows nothing of its own."""
    with force_locale(language):
        says = str(gettext(message)) if message else ""
    return says if says != message else ""


def init(app: Flask) -> None:
    filters = (
        day, stamp, second, short, when, by_when, clock_time, left, working, duration, money, whole, band, decimal,
        per_cent, size, country, reason, translated, weighed, options, chosen, catalogued, local_day,
        unbroken,
    )  # fmt: skip
    app.jinja_env.filters.update({f.__name__: f for f in filters})
    app.jinja_env.globals.update(
        now=moment.now, rules=rules.in_force, locale=locale, languages=speaking.names, zone_name=zone_name
    )


def _local(value: datetime) -> datetime:
    return value.astimezone(ZoneInfo(zone()))


def _time(iso: str, says: str, title: str = "") -> Markup:
    hint = Markup(' title="{}"').format(title) if title else Markup("")
    return Markup('<time datetime="{}"{}>{}</time>').format(iso, hint, says)


def _shown(value: Any) -> Any:
    if value == SYSTEM:
        return gettext(SYSTEM)
    if isinstance(value, datetime):
        return f"{written(_local(value), 'EEE d MMMM')}, {_local(value):%H:%M}"
    if isinstance(value, timedelta):
        return ngettext("%(num)d day", "%(num)d days", value.days)
    if isinstance(value, Near) and value.year == _local(moment.now()).year:
        return written(value, "d MMMM")
    return written(value, "d MMMM y") if isinstance(value, date) else str(value)


def unbroken(text: str) -> Markup:
    """A sentence whose dates and codes stay in one line."""
    return keep_together(text, locale(), 'class="nowrap"')


def written(value: date, form: str) -> str:
    """A day by the English pattern `form`, as the reader's language writes it."""
    return str(format_date(value, pattern(form, locale()), locale=spoken()))
