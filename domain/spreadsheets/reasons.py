"""Why is a row of the spreadsheet left out, in words that say what to do? Code -> sentence marked for translation."""

from __future__ import annotations

from domain.imports.reasons import FILE_REASONS, ROW_REASONS
from domain.words import N_

PROBLEMS: dict[str, str] = {
    **ROW_REASONS,
    "no_partner": N_("It names no partner that we know. Add the partner first, or correct the name."),
    "no_person": N_("Nobody works for this partner in the portal. Invite somebody first."),
    "no_line": N_("It names no product line that we know"),
    "no_value": N_("It has no value. Enter an amount."),
    "other_currency": N_("The amount is in another currency than the programme’s"),
    "no_country": N_("It has no country in which registrations are possible"),
    "no_date": N_("It does not say when it was registered"),
    "in_future": N_("It was registered after today"),
    "closed": N_("It is won, lost, declined or over: only living registrations are carried over"),
    "over": N_("Its protection is over"),
}
"""Of one row."""

FAILURES: dict[str, str] = {
    **FILE_REASONS,
    "columns": N_("Choose the columns that hold customer, partner and date of registration."),
    "too_many": N_("This spreadsheet has more than 5,000 rows. Leave out what is over, or split it."),
}
"""Of the whole file."""
