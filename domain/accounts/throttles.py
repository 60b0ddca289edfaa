"""How often may one try? Buckets that refill with time, in the database, so that a restart changes nothing."""

from __future__ import annotations

import hashlib
import ipaddress
import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain import moment
from domain.refusals import Kind, Refused
from domain.words import N_
from models import Throttle


@dataclass(frozen=True)
class Bound:
    """So many tries at once, and as many again in each `per`; what is counted comes in words of its own."""

    name: str
    tries: int
    per: timedelta
    says: str = N_("Too many tries. You can go on from %(until)s.")

    @property
    def refill(self) -> timedelta:
        """After this time one try is there again."""
        return self.per / self.tries


TOO_MANY_MAILS = N_("You have asked for many emails. Check your mailbox; you can ask again from %(until)s.")
TOO_MANY_PASSWORDS = N_("Too many tries with a password. Use an emailed link, or try again from %(until)s.")
TOO_MANY_COMPARES = N_("You have compared this certificate often. You can go on from %(until)s.")
TOO_MANY_CODES = N_("Too many wrong codes. Press the link in the email, or try again from %(until)s.")

TOO_MANY_FACTORS = N_("Too many wrong codes. You can go on from %(until)s. Not you? Change your password then.")

HOUR, DAY = timedelta(hours=1), timedelta(days=1)

LINKS_PER_ADDRESS = Bound("links per address", 10, HOUR, TOO_MANY_MAILS)  # a mail box must not be flooded
LINKS_PER_NETWORK = Bound("links per network", 30, HOUR)  # an office behind one address signs in together
PASSWORDS_PER_ADDRESS = Bound("passwords per address", 20, DAY, TOO_MANY_PASSWORDS)
PASSWORDS_PER_NETWORK = Bound("passwords per network", 30, HOUR)  # wrong ones; a right one is given back
CODES_PER_ADDRESS = Bound("codes per address", 20, DAY, TOO_MANY_CODES)  # of a million: 1 in 137 over a whole year
CODES_PER_NETWORK = Bound("codes per network", 30, HOUR)
FACTORS_PER_PERSON = Bound("factors per person", 10, DAY, TOO_MANY_FACTORS)  # three codes of a million fit: 1 % a year
FACTORS_PER_NETWORK = Bound("factors per network", 30, HOUR)
PASSKEYS_PER_NETWORK = Bound("passkeys per network", 60, HOUR)  # nobody guesses one; each costs us a signature
COMPARES = Bound("compares per certificate and network", 10, HOUR, TOO_MANY_COMPARES)  # names are not to be guessed

ADDRESSES_PER_PERSON = Bound("new addresses per person", 5, DAY, TOO_MANY_MAILS)
ADDRESSES_PER_ADDRESS = Bound("new addresses per address", 5, DAY, TOO_MANY_MAILS)
ADDRESSES_PER_NETWORK = Bound("new addresses per network", 20, HOUR)

APPLICATIONS_PER_ADDRESS = Bound("applications per address", 5, DAY, TOO_MANY_MAILS)
APPLICATIONS_PER_NETWORK = Bound("applications per network", 20, HOUR)  # each of them mails somebody

TOO_MANY_APPLICATIONS = N_(
    "More companies apply at the moment than we can take. What you typed is still here: send it again from %(until)s."
)


def applications_in_all(an_hour: int) -> Bound:
    """Whoever has many networks and addresses meets this one; `an_hour` is a number of the rules."""
    return Bound("applications in all", an_hour, HOUR, TOO_MANY_APPLICATIONS)


def spend(bound: Bound, who: str) -> None:
    """Take one try of `who` (an address, a network). Raises `Refused` (over budget) that says when to go on.

    Call it outside any transaction of `db`: the buckets are written on the second connection.
    """
    now = moment.now()
    free_at = Throttle.take(_key(bound, who), bound.refill, bound.per, now)
    if free_at is not None:
        wait = math.ceil((free_at - now).total_seconds())
        raise Refused(bound.says, Kind.OVER_BUDGET, until=_next_minute(free_at), retry_after=wait)


def give_back(bound: Bound, who: str) -> None:
    """That try was right: it does not count."""
    Throttle.give_back(_key(bound, who), bound.refill)


def network_of(address: str) -> str:
    """The network an address belongs to: whoever has one address of a /24 or /64 has its neighbours as well."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return str(ipaddress.ip_network(f"{ip}/{24 if ip.version == 4 else 64}", strict=False))


def _key(bound: Bound, who: str) -> str:
    """Addresses of people do not stand in the table, neither of those we know nor of those we do not."""
    return hashlib.sha256(f"{bound.name}\n{who}".encode()).hexdigest()


def _next_minute(moment_: datetime) -> datetime:
    """People read minutes: round up, so that the time told is late enough."""
    return (moment_ + timedelta(seconds=59)).replace(second=0, microsecond=0)
