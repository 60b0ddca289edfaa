"""Which questions say how long something is kept, and when it is deleted?"""

from __future__ import annotations

from domain.settings.kinds import Whole
from domain.settings.questions import AT_ONCE, Group, Page, Setting
from domain.words import N_

KEEPING = Page(
    "keeping", N_("Keeping and deleting"), N_("How long personal data stays, and what goes by itself at night."),
    (
        Group(N_("Proof"), (
            Setting(
                "evidence_days", Whole(30, 3650, "days"), N_("How long is proof kept after a registration has ended?"),
                N_("Then the files go, with what was read out of them. That they were there stays on record."),
            ),
            Setting(
                "evidence_refused_days", Whole(30, 3650, "days"),
                N_("And when it was refused or declined?"),
                N_("Never while an appeal is open. It has to be longer than the time for an appeal."),
            ),
        )),
        Group(N_("Everything else"), (
            Setting(
                "draft_days", Whole(30, 3650, "days"), N_("After how many days is a draft that nobody touched emptied?"),
                N_("A draft was never filed: it holds no place and has no number."), AT_ONCE,
            ),
            Setting(
                "import_days", Whole(7, 3650, "days"), N_("How long are uploaded tables kept?"),
                N_("Counted from the end of an import. What was taken over from it stays."), AT_ONCE,
            ),
            Setting(
                "list_days", Whole(1, 365, "days"), N_("How long are lists kept that partners had checked?"),
                N_("Counted from their end. Their receipts are kept as long as the check log."), AT_ONCE,
            ),
            Setting(
                "news_days", Whole(90, 3650, "days"), N_("How long are inbox, emails and notices kept?"),
                N_("What happened stands in the history of each registration all the same."), AT_ONCE,
            ),
            Setting(
                "mirror_gone_days", Whole(30, 3650, "days"), N_("How long are records kept that the CRM no longer has?"),
                N_("Those that a registration points to stay with it."), AT_ONCE,
            ),
        )),
    ),
)  # fmt: skip
