"""Which questions say how long a claim is protected, and what keeps it alive?"""

from __future__ import annotations

from domain.settings.kinds import Span, Steps, Whole
from domain.settings.questions import AT_ONCE, Group, Page, Setting
from domain.words import N_

PROTECTION = Page(
    "protection", N_("Protection"), N_("From approval to the end of a claim, and what comes after it."),
    (
        Group(N_("How long"), (
            Setting(
                "protection_days", Whole(7, 730, "days"), N_("How long is a claim protected?"),
                N_("Counted from approval, so that review time costs the partner nothing."),
            ),
            Setting(
                "protection_reminders", Steps(1, 365, 6, "days_before"), N_("When do we remind of the end?"),
                N_("So many days before the end, the holder gets an email."),
            ),
        )),
        Group(N_("Extension"), (
            Setting(
                "extension_days", Whole(1, 365, "days"), N_("How much does an extension add?"),
                N_("The first is granted at once when there was a recent update; a further one needs a manager."),
            ),
            Setting(
                "extension_update_days", Whole(1, 90, "days"), N_("How recent must an update be for the first extension?"),
                N_("With an update in this time the extension is one tap."),
            ),
        )),
        Group(N_("Silence"), (
            Setting(
                "silence_warning_days", Whole(3, 365, "days"), N_("After how many days without an update do we warn?"),
                N_("The holder is told by when an update is needed."),
            ),
            Setting(
                "silence_end_days", Whole(4, 365, "days"), N_("After how many days without an update does a claim end?"),
                N_("It expires, and others may register the account."),
            ),
        )),
        Group(N_("After the end"), (
            Setting(
                "cooldown_days", Whole(0, 180, "days"), N_("How long must the former holder wait?"),
                N_("In this time it cannot register the same account again; others can."),
            ),
            Setting(
                "watch_days", Whole(1, 365, "days"), N_("How long does “tell me when it is free” last?"),
                N_("Afterwards the entry is dropped."), AT_ONCE,
            ),
            Setting(
                "watch_cap", Whole(1, 100, "entries"), N_("How many accounts may a partner wait for?"),
                N_("A low number keeps the list from becoming a probe."), AT_ONCE,
            ),
            Setting(
                "watch_delay_days", Span(0, 30, "days"), N_("How many days after the end are those who wait told?"),
                N_("A random day between the two, so that nobody can tell why an account became free."), AT_ONCE,
            ),
        )),
        Group(N_("Hours of the day"), (
            Setting(
                "watch_hour", Whole(0, 23, "oclock"), N_("At what hour are those who wait told?"),
                N_("Once a day, in the programme’s time zone."), AT_ONCE,
            ),
            Setting(
                "reminder_hour", Whole(0, 23, "oclock"), N_("At what hour do daily reminders go out?"),
                N_("Once a day, in the programme’s time zone."), AT_ONCE,
            ),
        )),
    ),
)  # fmt: skip
