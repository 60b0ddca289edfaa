"""How does an answer to a setting read? Numbers with their unit, lists by their names, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import get_timezone_name
from babel.numbers import get_currency_symbol
from flask_babel import get_locale, gettext, ngettext

from blueprints import amounts, forms, words
from domain.refusals import Refused
from domain.rules import Choice, Rules, Tier
from domain.settings.judging import Fault, Faulty, regions
from domain.settings.kinds import Amount, Span, Steps, Whole
from domain.settings.pages.forms import WORDS as FIELD_WORDS
from domain.settings.questions import Setting

NO_BREAK = "\u00a0"

COUNTED: dict[str, Callable[[int], str]] = {
    "days": lambda n: str(ngettext("%(num)d day", "%(num)d days", n)),
    "days_before": lambda n: str(ngettext("%(num)d day before", "%(num)d days before", n)),
    "hours": lambda n: str(ngettext("%(num)d hour", "%(num)d hours", n)),
    "business_hours": lambda n: str(ngettext("%(num)d business hour", "%(num)d business hours", n)),
    "business_days": lambda n: str(ngettext("%(num)d business day", "%(num)d business days", n)),
    "minutes": lambda n: str(ngettext("%(num)d minute", "%(num)d minutes", n)),
    "claims": lambda n: str(ngettext("%(num)d claim", "%(num)d claims", n)),
    "entries": lambda n: str(ngettext("%(num)d account", "%(num)d accounts", n)),
    "partners": lambda n: str(ngettext("%(num)d partner", "%(num)d partners", n)),
    "decisions": lambda n: str(ngettext("%(num)d decision", "%(num)d decisions", n)),
    "people": lambda n: str(ngettext("%(num)d person", "%(num)d people", n)),
    "names": lambda n: str(ngettext("%(num)d name", "%(num)d names", n)),
    "applications": lambda n: str(ngettext("%(num)d application", "%(num)d applications", n)),
    "checks": lambda n: str(ngettext("%(num)d check", "%(num)d checks", n)),
    "holds": lambda n: str(ngettext("%(num)d hold", "%(num)d holds", n)),
    "tries": lambda n: str(ngettext("%(num)d try", "%(num)d tries", n)),
    "megabytes": lambda n: f"{n} MB",
    "per_cent": lambda n: str(gettext("%(number)s%%", number=n)),
    "score": lambda n: str(gettext("%(number)s of 100", number=n)),
    "oclock": lambda n: f"{n:02}:00",
}  # fmt: skip
"""Unit -> so many of it, in words."""


def said(setting: Setting, value: Any, rules: Rules) -> str:
    """An answer in words."""
    kind = setting.kind
    if isinstance(kind, Amount):
        return amounts.money(value, rules.currency)
    if isinstance(kind, Steps):
        return f"{', '.join(map(str, value[:-1]))}, {COUNTED[kind.unit](value[-1])}".lstrip(", ") if value else _none()
    if isinstance(kind, Span):
        return str(gettext("%(low)s to %(high)s", low=value[0], high=COUNTED[kind.unit](value[1])))
    if isinstance(kind, Whole):
        return COUNTED[kind.unit](value)
    if isinstance(value, tuple):
        return ", ".join(item_words(setting, value, rules)) or _none(setting)
    return _one(setting, value, rules)


def item_words(setting: Setting, value: tuple[Any, ...], rules: Rules) -> list[str]:
    """The words of each item of a list."""
    return [_item(setting, item, rules) for item in value]


def bounds(setting: Setting) -> str:
    """What a number may be, and what it is when nobody has set it."""
    kind = setting.kind
    if isinstance(kind, Amount) or not isinstance(kind, Whole):
        return ""
    default = COUNTED[kind.unit](setting.default).replace(" ", NO_BREAK, 1)
    return str(
        gettext(
            "From %(low)s to %(high)s; default: %(default)s.",
            low=amounts.whole(kind.low),
            high=amounts.whole(kind.high),
            default=default,
        )
    )


def sign(rules: Rules) -> str:
    """Of the programme's currency, as it stands in amounts."""
    return str(get_currency_symbol(rules.currency, locale=amounts.spoken()))


def unit(setting: Setting, rules: Rules) -> str:
    """The word beside the field: days, €. A clock hour needs none."""
    kind = getattr(setting.kind, "unit", "")
    if kind == "money":
        return sign(rules)
    return "" if kind in ("", "oclock") else COUNTED[kind](2).replace("2", "", 1).strip()


def choices(setting: Setting) -> list[tuple[str, str]]:
    """What a short list offers: code and words."""
    return [(code, str(gettext(says))) for code, says in getattr(setting.kind, "options", ())]


def told(wrong: Refused) -> dict[str, str]:
    """Setting -> what is wrong with it, each with its own numbers."""
    if not isinstance(wrong, Faulty):
        return forms.told(wrong)
    return {name: fault_words(fault) for name, fault in wrong.faults.items()}


def fault_words(fault: Fault) -> str:
    values = dict(fault.values)
    if "field" in values:
        values["field"] = gettext(FIELD_WORDS.get(values["field"], values["field"]))
    return words.translated(fault.says, values)


def language_name(code: str) -> str:
    return str(Locale.parse(code).get_display_name(get_locale() or code) or code)


def zone_words(zone: str) -> str:
    """Europe/Berlin (Central European Time)"""
    name = get_timezone_name(ZoneInfo(zone), width="long", locale=get_locale() or "en", zone_variant="generic")
    return f"{zone.replace('_', ' ')} ({name})"


def _one(setting: Setting, value: Any, rules: Rules) -> str:
    if setting.kind.form == "prose":
        return _prose(value)
    if value == "":
        return _none()
    if isinstance(value, bool):
        return str(gettext("Yes") if value else gettext("No"))
    source = getattr(setting.kind, "source", "")
    if source == "country":
        return words.country(value)
    if source == "zone":
        return zone_words(value)
    if source == "region":
        return str(regions(rules.holiday_country).get(value, value))
    return str(gettext(dict(getattr(setting.kind, "options", ())).get(value, value)))


def _prose(text: str) -> str:
    """Enough of a text to know it by."""
    start = " ".join(text.replace("#", " ").split())
    return f"{start[:120]} …" if len(start) > 120 else start or str(gettext("the standard text"))


def _item(setting: Setting, item: Any, rules: Rules) -> str:
    if setting.name == "countries":
        return words.country(item)
    if setting.name == "languages":
        return language_name(item)
    if setting.name == "bands":
        return amounts.band(item, rules.currency)
    if isinstance(item, Tier):
        points = ngettext("%(num)d point", "%(num)d points", item.discount_points)
        return f"{item.name} ({points})"
    if isinstance(item, Choice):
        return "; ".join(
            [words.chosen(item), *(f"{code}: {own}" for code in ("de", "es") if (own := getattr(item, code)))]
        )
    named = dict(getattr(setting.kind, "options", ())).get(str(item))
    return str(gettext(named)) if named else str(getattr(item, "name", item))


def _none(setting: Setting | None = None) -> str:
    if setting is not None and setting.name == "languages":
        return str(gettext("all"))
    return str(gettext("none"))
