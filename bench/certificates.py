"""How long does a certificate take? In a new child process, and in one that is warm."""

from __future__ import annotations

import time

from bench import ground
from domain import decisions, moment
from domain.decisions import Words
from domain.registrations import drafts, filing
from jobs import certificates
from models import Certificate, User

COUNT = 20


def run() -> None:
    with ground.programme_with(100) as (config, _):
        max_, user = User.get(User.email == "max@bench.example"), ground.partner_user()
        _approve(user, max_, 0)
        start = time.perf_counter()
        certificates.prepare_due(moment.now(), config)
        print(f"  {'one certificate, new child process':42} {time.perf_counter() - start:7.2f} s")
        for number in range(1, COUNT + 1):
            _approve(user, max_, number)
        start = time.perf_counter()
        certificates.prepare_due(moment.now(), config)
        seconds = (time.perf_counter() - start) / COUNT
        issued = Certificate.select().where(Certificate.state == "issued").count()
        print(f"  {'each of ' + str(COUNT) + ' more in one run':42} {seconds:7.2f} s   ({issued} issued)")


def _approve(user: User, manager: User, number: int) -> None:
    letters = "Abcdefghijklmnopqrstuvwxyz"[number] * 3
    typed = ground.stage_one(f"{letters}ora Werke {number}", f"bench{number}.example")
    claim = filing.submit(user, drafts.save(user, drafts.fresh_key(), typed))
    decisions.approve(manager, claim, Words(clause="5.1", is_other_customer=True))
