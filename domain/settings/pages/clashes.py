"""Which questions say what stands in a claim's way, and when two names are one company?"""

from __future__ import annotations

from domain.settings.kinds import OneOf, Parted, Whole
from domain.settings.questions import AT_ONCE, Group, Page, Setting
from domain.words import N_

EFFECT = OneOf((
    ("taken", N_("Not available")), ("review", N_("A person has to look")), ("none", N_("Nothing")),
))  # fmt: skip

CLASHES = Page(
    "clashes", N_("What stands in the way"),
    N_("Claims of other partners always clash. What else does is yours to say."),
    (
        Group(N_("Records of the CRM"), (
            Setting(
                "clash_opportunities", EFFECT, N_("What does an open opportunity of direct sales do?"),
                N_("Only while it is alive; a stale one is looked at by a person."), AT_ONCE,
            ),
            Setting("clash_leads", EFFECT, N_("What does an active lead do?"), N_("Only while it is alive."), AT_ONCE),
            Setting(
                "clash_customers", EFFECT, N_("What does an existing customer of the same product line do?"),
                N_("Another product line is free; a renewal belongs to the partner of record."), AT_ONCE,
            ),
            Setting(
                "clash_accounts", EFFECT, N_("What does an account do on which nothing is open?"),
                N_("Choose “Nothing” when your CRM is full of cold names."), AT_ONCE,
            ),
        )),
        Group(N_("When a record is alive"), (
            Setting(
                "opportunity_alive_days", Whole(1, 730, "days"), N_("How recent must activity on an opportunity be?"),
                N_("Without it the opportunity is stale."), AT_ONCE,
            ),
            Setting(
                "opportunity_stages", Parted(20), N_("In which stages does an opportunity count?"),
                N_("As the CRM writes them, separated by commas; none: in every stage."), AT_ONCE,
            ),
            Setting(
                "lead_alive_days", Whole(1, 730, "days"), N_("How recent must activity on a lead be?"),
                N_("Without it the lead is stale."), AT_ONCE,
            ),
            Setting(
                "lead_stages", Parted(20), N_("In which stages does a lead count?"),
                N_("As the CRM writes them, separated by commas; none: in every stage."), AT_ONCE,
            ),
        )),
        Group(N_("Likeness of names"), (
            Setting(
                "same_score", Whole(75, 100, "score"), N_("From which likeness on are two names the same company?"),
                N_("Measured from 0 to 100. Lower finds more and is wrong more often."), AT_ONCE,
            ),
            Setting(
                "similar_score", Whole(50, 99, "score"), N_("From which likeness on does a person look?"),
                N_("Below it two names are different companies."), AT_ONCE,
            ),
        )),
        Group(N_("Imports"), (
            Setting(
                "import_drop_share", Whole(1, 100, "per_cent"), N_("What share of records may an import drop?"),
                N_("An import that would drop more waits until somebody says why."), AT_ONCE,
            ),
        )),
    ),
)  # fmt: skip
