"""What happens in the sample programme? Some sixty claims, each a story told in steps; every `yield` says when it goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from domain import conditions, decisions, moment, protection, reversals, watches
from domain.decisions import Wanted, Words
from domain.registrations import drafts, filing, replies
from models import Condition, Registration
from sample.names import Made
from sample.teller import Teller

Story = Iterator[datetime]
Plot = Callable[[Teller, Made, int], Story]


def again(claim: Registration) -> Registration:
    """The claim as it is now: jobs may have moved it meanwhile."""
    return Registration.get_by_id(claim.id)


def by_rule(days: float, line: str = "flow_sensors", proof: str = "m", *, updates: tuple[float, ...] = ()) -> Plot:
    """A clear case, approved at once by the rule; stage 2 and updates follow."""

    def told(teller: Teller, made: Made, number: int) -> Story:
        user = teller.rep(number)
        yield teller.day(days, 8.4)
        claim = teller.file(user, made, proof, line=line)
        yield teller.day(days - 1, 9.1)
        teller.complete(user, claim)
        if again(claim).status == "submitted":
            teller.approve(claim)
        for day in updates:
            yield teller.day(day, 13.2)
            teller.update(user, claim)

    return told


def by_manager(
    days: float, *, updates: tuple[float, ...] = (), band: str = "40k_to_100k", proof: str = "mo", late: float = 0
) -> Plot:
    """Above the limit of the rule: a manager decides within hours, or some days `late`."""

    def told(teller: Teller, made: Made, number: int) -> Story:
        user = teller.rep(number)
        yield teller.day(days, 7.3)
        claim = teller.file(user, made, proof, value_band=band, line=("gas_analysers", "flow_sensors")[number % 2])
        teller.complete(user, claim)
        yield teller.day(days - late, 12.4)
        teller.approve(claim)
        for day in updates:
            yield teller.day(day, 10.7)
            teller.update(user, claim)

    return told


def closed(days: float, outcome: str, after: float) -> Plot:
    """Approved by rule, worked on, and closed: won, lost or withdrawn."""

    def told(teller: Teller, made: Made, number: int) -> Story:
        user = teller.rep(number)
        yield from by_rule(days, proof="mi", updates=tuple(range(int(days) - 20, int(days - after), -20)))(
            teller, made, number
        )
        yield teller.day(days - after, 14.5)
        claim = Registration.get(Registration.company == made.name, Registration.holder == user)
        {"won": protection.win, "lost": protection.lose, "withdrawn": protection.withdraw}[outcome](user, claim)

    return told


def extended(days: float) -> Plot:
    """Approved, worked on, extended once by one tap with an update."""

    def told(teller: Teller, made: Made, number: int) -> Story:
        yield from by_rule(days, proof="mp", updates=(days - 20, days - 42, days - 60))(teller, made, number)
        yield teller.day(days - 78, 9.9)
        user = teller.rep(number)
        claim = Registration.get(Registration.company == made.name, Registration.holder == user)
        protection.extend(user, claim, "The tender was moved by a month; the customer asked us to keep the offer open.")
        yield teller.day(days - 95, 9.9)
        teller.update(user, claim)

    return told


def silent(days: float) -> Plot:
    """Approved, then never heard of again: warned after four weeks, expired after six."""
    return by_rule(days, "calibration", "m")


def declined(days: float, reason: str, clause: str, text: str, next_step: str) -> Plot:
    def told(teller: Teller, made: Made, number: int) -> Story:
        user = teller.rep(number)
        yield teller.day(days, 9.6)
        claim = teller.file(user, made, "n", value_band="above_100k" if number % 2 else "40k_to_100k")
        teller.complete(user, claim)
        yield teller.day(days - 1, 8.2)
        teller.decline(claim, reason, clause, text, next_step)

    return told


def returned(days: float, question: str, *, reply: str = "") -> Plot:
    """A manager asks; the partner replies, or has not yet."""

    def told(teller: Teller, made: Made, number: int) -> Story:
        user = teller.rep(number)
        yield teller.day(days, 8.1)
        claim = teller.file(user, made, "o", value_band="40k_to_100k")
        teller.complete(user, claim)
        yield teller.day(days, 13.3)
        teller.ask(claim, question)
        if reply:
            yield teller.day(days - 1, 10.2)
            replies.reply(user, again(claim), reply)
            yield teller.day(days - 2, 8.6)
            teller.approve(claim)

    return told


def waiting(days: float, proof: str, hour: float = 8.0, *, complete: bool = True, **values: object) -> Plot:
    """Filed, and it is the vendor's move."""

    def told(teller: Teller, made: Made, number: int) -> Story:
        user = teller.rep(number)
        yield teller.day(days, hour)
        if "first_contact_age" in values:
            age = int(str(values.pop("first_contact_age")))
            values["first_contact_on"] = (teller.now - timedelta(days=days + age)).date()
        claim = teller.file(user, made, proof, **values)
        if complete:
            teller.complete(user, claim)

    return told


def lost_race(days: float) -> Plot:
    """Two partners want one account; the second is told at once, and asks to hear when it is free."""

    def told(teller: Teller, made: Made, number: int) -> Story:
        first, second = teller.rep(number), teller.rep(number + 3)
        yield teller.day(days, 8.8)
        begun = teller.draft(second, made, held=False)
        teller.prove(second, begun, made, "n")
        claim = teller.file(first, made, "mi", line="flow_sensors")
        teller.complete(first, claim)
        yield teller.day(days, 11.5)
        filing.submit(second, begun)
        receipt = teller.check(second, made, "flow_sensors")
        watches.ask(second, receipt, "We wrote the study for this plant last year.")

    return told


def behind(days: float, suffix: str) -> Plot:
    """A subsidiary's name: close to a protected claim, so a person has to look."""

    def told(teller: Teller, made: Made, number: int) -> Story:
        first, second = teller.rep(number), teller.rep(number + 5)
        yield teller.day(days + 12, 8.9)
        teller.complete(first, teller.file(first, made, "m"))
        yield teller.day(days, 9.3)
        other = Made(f"{made.name.rsplit(' ', 1)[0]} {suffix}", made.country, made.city)
        teller.complete(second, teller.file(second, other, "mp"))

    return told


def revoked(days: float) -> Plot:
    def told(teller: Teller, made: Made, number: int) -> Story:
        yield from by_rule(days, proof="o")(teller, made, number)
        yield teller.day(days - 12, 12.6)
        claim = Registration.get(Registration.company == made.name)
        said = Words(
            reason="weak_proof",
            clause="4.2",
            text="The customer says that nobody from your company has called.",
            next_step="appeal",
        )
        decisions.revoke(teller.staff("Dora Feld"), claim, said)

    return told


def with_conditions(days: float, met: bool) -> Plot:
    """Approved on what the partner still has to show."""

    def told(teller: Teller, made: Made, number: int) -> Story:
        user = teller.rep(number)
        yield teller.day(days, 8.3)
        claim = teller.file(user, made, "mo", value_band="40k_to_100k")
        teller.complete(user, claim)
        yield teller.day(days - 1, 9.4)
        day = (moment.now() + timedelta(days=21)).date()
        asked = (Wanted("Send the order of the pumping stations, or the customer’s word that it comes.", day),)
        decisions.approve_with_conditions(teller.manager(claim), again(claim), Words(clause="5.3", conditions=asked))
        yield teller.day(days - 6, 10.5)
        teller.update(user, claim)
        if met:
            conditions.meet(teller.manager(claim), Condition.of_claim(claim.id)[0])

    return told


def taken_back(days: float) -> Plot:
    """Declined for weak proof; the proof came, and another person took the decision back."""

    def told(teller: Teller, made: Made, number: int) -> Story:
        user = teller.rep(number)
        yield teller.day(days, 9.6)
        claim = teller.file(user, made, "n", value_band="40k_to_100k")
        teller.complete(user, claim)
        yield teller.day(days - 1, 8.2)
        teller.decline(claim, "weak_proof", "4.2", "The notes name nobody who decides.", "register_again")
        yield teller.day(days - 2, 11.3)
        why = "The partner sent the mail of the head of engineering, written before the claim."
        back = reversals.reverse(teller.staff("Dora Feld"), again(claim), why)
        yield teller.day(days - 2, 12.1)
        decisions.approve(teller.staff("Dora Feld"), back, Words(clause="5.1", text="Your proof is good."))

    return told


def half_written(hours: float, *, held: bool) -> Plot:
    """A form that somebody has open, with or without a hold."""

    def told(teller: Teller, made: Made, number: int) -> Story:
        user = teller.rep(number)
        yield teller.now - timedelta(hours=hours)
        if held:
            teller.draft(user, made)
        else:
            drafts.save(
                user, drafts.fresh_key(), drafts.StageOne(company=made.name, city=made.city, contact_name="Irene Thoma")
            )

    return told
