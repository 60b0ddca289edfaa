"""Which numbers and lists run the programme? Their names, defaults and units; none stands anywhere else in code."""

from __future__ import annotations

from dataclasses import dataclass

from domain.rules import codes
from domain.rules.lists import (
    APPLICATION_REASONS,
    BANDS,
    CHECKLIST,
    CLAUSES,
    DECLINE_REASONS,
    NEXT_STEPS,
    STAGE_TWO,
    TIERS,
    Band,
    Choice,
    Line,
    Tier,
)
from domain.words import LANGUAGES


@dataclass(frozen=True)
class Rules:
    """All numbers of the programme (PRODUCT.md; defaults as there). Days are calendar days unless named business."""

    version_id: int = 0
    number: int = 0

    # money, lists
    currency: str = "EUR"
    languages: tuple[str, ...] = ()  # offered to people; empty: all that we speak
    tiers: tuple[Tier, ...] = TIERS
    lines: tuple[Line, ...] = ()
    bands: tuple[Band, ...] = BANDS
    decline_reasons: tuple[Choice, ...] = DECLINE_REASONS
    next_steps: tuple[Choice, ...] = NEXT_STEPS
    clauses: tuple[Choice, ...] = CLAUSES
    checklist: tuple[Choice, ...] = CHECKLIST
    countries: tuple[str, ...] = ("DE", "AT", "CH", "ES", "GB", "FR", "IT", "NL", "BE", "PT", "PL", "US", "MX")

    # live check and its budget
    same_score: int = 86  # at or above: the same company
    similar_score: int = 72  # at or above: a person has to look
    checks_per_minute: int = 30
    settled_per_day: int = 40  # names per user
    partner_names_per_day: int = 100
    partner_names_per_month: int = 600
    list_lines: int = 300  # names of one list that is checked as a whole
    list_share: int = 80  # per cent of the names of a day and of a month that lists may use up
    list_minute_share: int = 50  # per cent of the checks of a minute
    check_log_days: int = 180
    hold_hours: int = 4
    holds_at_once: int = 3  # per partner
    hold_again_days: int = 30  # once per partner and account in this time
    hold_abandons_short: int = 5  # so many holds that were not filed, in that time: the next last half as long
    hold_abandons_stop: int = 10  # so many: no further ones

    # when checks look like probing (domain.probing)
    alarm_days: int = 30  # what was asked in so many days is judged
    alarm_hits: int = 50  # names that were not free, and that the partner left alone
    alarm_hit_share: int = 60  # per cent of the names that were not free
    alarm_names: int = 200  # names, hardly one of them ever claimed
    alarm_run: int = 20  # names one after another in the order of the alphabet, or at an even pace
    alarm_night: int = 25  # names in one night
    alarm_people: int = 3  # people of one partner who each use much of their day
    alarm_typed: int = 400  # answers while typing by one person in a day, nearly none settled

    # what clashes besides other partners' claims: "taken", "review" or "none"
    clash_opportunities: str = "taken"
    clash_leads: str = "taken"
    clash_customers: str = "review"
    clash_accounts: str = "review"  # an account of the CRM that owns nothing and has nothing open
    opportunity_alive_days: int = 90
    lead_alive_days: int = 60
    opportunity_stages: tuple[str, ...] = ("qualified", "proposal", "negotiation")  # at or past the first of these
    lead_stages: tuple[str, ...] = ("working", "qualified")

    import_drop_share: int = 20  # per cent of a kind's mirror; an import that would drop more waits for a person

    # filing
    first_contact_days: int = 90
    close_review_days: int = 14
    stage_one_asked: tuple[str, ...] = ("city", "project", "vat")  # beside the eight that are always asked
    stage_two_days: int = 7
    stage_two_asked: tuple[str, ...] = STAGE_TWO
    stage_two_required: tuple[str, ...] = (
        "industry", "employees", "decision_makers", "how_found", "project", "next_steps",
    )  # fmt: skip
    stage_two_reminder_days: int = 2  # before that day
    open_claim_cap: int = 25
    required_training: tuple[str, ...] = ()  # courses of which whoever registers holds a valid certificate
    training_reminder_days: int = 30  # before the last day of a certificate
    evidence_file_megabytes: int = 25
    evidence_claim_megabytes: int = 100
    evidence_day_megabytes: int = 500  # of one partner, removed files with them

    # answering
    answer_hours: int = 16  # business hours
    work_starts: str = "09:00"
    work_ends: str = "17:00"
    work_days: tuple[int, ...] = (0, 1, 2, 3, 4)  # Monday is 0
    zone: str = "Europe/Berlin"
    holiday_country: str = "DE"
    holiday_region: str = ""
    figures_days: int = 90  # decisions of so many days make the figures that partners see
    figures_least: int = 10  # fewer decisions tell too much of each
    figures_partners: int = 3  # decisions on the claims of fewer partners as well
    figures_new: int = 5  # so many new decisions before partners read new figures
    reply_days: int = 10  # for the partner, after a return for information
    reply_reminder_days: int = 2  # before that day
    condition_reminder_days: int = 7  # before a condition of an approval is due
    auto_approve_limit: int = 40_000_00  # minor units; clear claims up to this are approved by rule
    auto_approve: bool = True
    appeal_days: int = 10
    appeal_business_hours: int = 40  # five business days
    draft_appeal_days: int = 30  # an appeal that was begun and never sent is forgotten after so many
    manager_value_limit: int = 100_000_00  # above: escalated to the director at once

    # protection
    protection_days: int = 90
    protection_reminders: tuple[int, ...] = (30, 14, 7, 1)
    extension_days: int = 30
    extension_update_days: int = 14  # an update this fresh grants the first extension at once
    silence_warning_days: int = 28
    silence_end_days: int = 42
    cooldown_days: int = 7
    watch_days: int = 90
    watch_cap: int = 10  # per partner
    watch_delay_days: tuple[int, int] = (1, 3)
    watch_hour: int = 10  # local hour at which those who asked are told
    reminder_hour: int = 7  # local hour of reminders that come once a day

    # keeping and deleting
    evidence_days: int = 365  # after a registration has ended its proof goes
    evidence_refused_days: int = 180  # and that of one that was refused or declined
    draft_days: int = 180  # a draft that nobody touched so long is emptied
    import_days: int = 90  # an uploaded table and what was shown of it, after it ended or was left standing
    news_days: int = 365  # lines of the inbox, records of mails, requests to be told
    mirror_gone_days: int = 365  # a record that is no longer in the CRM and that no registration points to

    list_days: int = 30  # a list of names that was checked, from its end; its receipts are kept as the others

    paper_days: int = 1  # what was ordered (ZIP, benefit sheet, dossier) is kept so long

    # joining
    takes_applications: bool = True
    application_days: int = 5  # business days to answer one
    application_reminder_days: int = 1  # business days before that
    application_confirm_days: int = 7  # until one that nobody confirmed by mail is deleted
    application_keep_days: int = 180  # until one that was declined or withdrawn is deleted
    applications_per_hour: int = 60  # in all, whoever sends them: a bound on mails and rows that strangers can cause
    application_reasons: tuple[Choice, ...] = APPLICATION_REASONS
    joining_en: str = ""  # the public page in our own words; empty: `domain.joining_text`
    joining_de: str = ""
    joining_es: str = ""

    # signing in
    link_minutes: int = 15  # a mailed link and its code
    code_tries: int = 5  # wrong codes until the mail's link is the only way
    invitation_days: int = 7
    staff_idle_hours: int = 12  # a session unused this long ends
    partner_idle_days: int = 14
    session_days: int = 30  # and in any case after this
    address_hours: int = 24  # until the link that confirms a new mail address runs out
    address_back_days: int = 14  # so long a change of mail address can be taken back from the old one
    proof_minutes: int = 10  # so long after proving who one is one may change how one signs in

    @property
    def offered(self) -> tuple[str, ...]:
        """The languages that people can choose; all that we speak when none was named."""
        return tuple(language for language in LANGUAGES if language in self.languages) or LANGUAGES

    def spoken(self, language: str) -> str:
        """This language, if it is offered, else the first that is."""
        return language if language in self.offered else self.offered[0]

    def tier(self, code: str) -> Tier:
        return next((tier for tier in self.tiers if tier.code == code), self.tiers[0])

    def line_name(self, code: str) -> str:
        found = codes.among(self.lines, code) or codes.former("lines", code)
        return found.name if found else code

    def band(self, code: str) -> Band | None:
        """Also one that only an older version has: a claim may still name it."""
        found: Band | None = codes.among(self.bands, code) or codes.former("bands", code)
        return found

    def choice(self, code: str) -> Choice:
        """What this code means, also one that only an older version has."""
        choices = (
            *self.decline_reasons, *self.next_steps, *self.clauses, *self.checklist, *self.application_reasons,
        )  # fmt: skip
        found: Choice = codes.among(choices, code) or codes.former_choice(code) or Choice(code, code)
        return found
