"""Which levels, value bands, reasons and questions does a programme begin with? The lists inside `Rules`."""

from __future__ import annotations

from dataclasses import dataclass

from domain.words import N_


@dataclass(frozen=True)
class Tier:
    code: str
    name: str
    discount_points: int  # added to the partner's discount on a registered deal


@dataclass(frozen=True)
class Line:
    code: str
    name: str


@dataclass(frozen=True)
class Band:
    """A value band in minor units of the programme's currency; `high` None: open above."""

    code: str
    low: int
    high: int | None

    @property
    def middle(self) -> int:
        return (self.low + self.high) // 2 if self.high is not None else self.low


@dataclass(frozen=True)
class Choice:
    """A code with the words that people read: a decline reason, a next step, a clause of the rules.

    `de` and `es` are the vendor's own words in these languages; "": what our catalogue says for `name`, else `name`.
    """

    code: str
    name: str
    de: str = ""
    es: str = ""

    def said(self, language: str) -> str:
        """The vendor's words in this language, else those that the catalogue may know."""
        return {"de": self.de, "es": self.es}.get(language) or self.name


TIERS = (Tier("bronze", "Bronze", 5), Tier("silver", "Silver", 10), Tier("gold", "Gold", 15))
BANDS = (
    Band("up_to_15k", 0, 15_000_00), Band("15k_to_40k", 15_000_00, 40_000_00),
    Band("40k_to_100k", 40_000_00, 100_000_00), Band("above_100k", 100_000_00, None),
)  # fmt: skip
DECLINE_REASONS = (
    Choice("existing_customer", N_("Existing customer")),
    Choice("already_registered", N_("Already registered")),
    Choice("weak_proof", N_("Proof too weak")),
    Choice("outside_territory", N_("Outside your territory")),
    Choice("no_fit", N_("Not a fit for the product")),
)
NEXT_STEPS = (
    Choice("register_again", N_("Register again with new proof")),
    Choice("work_with_direct_sales", N_("Work with our direct sales")),
    Choice("appeal", N_("Appeal; another person decides")),
    Choice("choose_other_line", N_("Register another product line")),
)
APPLICATION_REASONS = (  # none says whether a company is known to us (PRODUCT.md, promise 3)
    Choice("company_unverified", N_("We could not verify the company")),
    Choice("told_too_little", N_("What you told us is not enough to go by")),
    Choice("not_for_programme", N_("Not a fit for our programme")),
    Choice("territory_full", N_("We take no more partners in this territory for now")),
)
CLAUSES = (
    Choice("4.2", N_("4.2 Standard of proof")),
    Choice("5.1", N_("5.1 Clear case")),
    Choice("5.3", N_("5.3 Subsidiary buys for itself")),
    Choice("5.4", N_("5.4 First to file")),
    Choice("6.1", N_("6.1 Territory")),
    Choice("6.2", N_("6.2 Existing customers and installed base")),
)
CHECKLIST = (
    Choice("relation", N_("Relation: a named person answers the partner")),
    Choice("quality", N_("Quality: need, budget or date is known")),
    Choice("territory", N_("Territory: inside the partner’s")),
    Choice("fit", N_("Fit: we can deliver this")),
    Choice("existing_relation", N_("Existing relation: not the same buyer as an account of ours")),
)


STAGE_TWO = (
    "industry", "employees", "decision_makers", "current_relation", "project", "how_found", "buying_stage", "value",
    "competitors", "activities", "next_steps", "budget", "authority", "need", "timing", "tender_number", "tender_on",
)  # fmt: skip
"""What stage 2 can ask, in the order of the form."""
