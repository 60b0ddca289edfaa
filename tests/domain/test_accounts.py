"""Do links, codes, passwords and sessions prove a person, and nobody else?"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from domain import accounts, moment, rules
from domain.accounts import links, passwords, sessions, throttles
from domain.refusals import Invalid, Kind, Refused
from models import Delivery, Event, Session, SigninLink, User
from models.base import close, db
from tests.world import MONDAY, World

KEY = b"for tests only"
NET = "192.0.2.0/24"
GOOD = "quiet rivers carry small boats"


def newest() -> SigninLink:
    return SigninLink.select().order_by(SigninLink.id.desc()).get()


def code_for(world: World, user: User) -> tuple[str, str]:
    handle = accounts.ask_for_link(user.email, NET)
    return handle, accounts.link_code(newest(), KEY)


def wrong(code: str) -> str:
    return "000000" if code != "000000" else "000001"


def test_a_session_key_opens_for_its_person_alone(world: World) -> None:
    key = accounts.open_session(world.ana, "Firefox")
    assert accounts.person_of(key) == world.ana
    assert accounts.person_of(key[:-1]) is None
    assert accounts.person_of("") is None


def test_the_database_holds_no_session_key(world: World) -> None:
    key = accounts.open_session(world.ana)
    assert key not in str(list(sessions.Session.select().dicts()))


@pytest.mark.parametrize(("name", "idle"), [("max", timedelta(hours=12)), ("ana", timedelta(days=14))])
def test_an_unused_session_ends_sooner_for_staff(world: World, name: str, idle: timedelta) -> None:
    with moment.at(MONDAY):
        key = accounts.open_session(getattr(world, name))
    with moment.at(MONDAY + idle - timedelta(seconds=1)):
        assert sessions.session_of(key)
    with moment.at(MONDAY + idle):
        assert accounts.person_of(key) is None


def test_use_puts_off_the_end_but_not_beyond_thirty_days(world: World) -> None:
    with moment.at(MONDAY):
        key = accounts.open_session(world.ana)
    for day in range(1, 30):
        with moment.at(MONDAY + timedelta(days=day)):
            assert accounts.person_of(key) == world.ana
    with moment.at(MONDAY + timedelta(days=30)):
        assert accounts.person_of(key) is None


def test_a_busy_session_is_noted_at_most_once_a_minute(world: World) -> None:
    with moment.at(MONDAY):
        key = accounts.open_session(world.ana)
    with moment.at(MONDAY + timedelta(seconds=59)):
        accounts.person_of(key)
    assert sessions.Session.get().last_seen_at == MONDAY
    with moment.at(MONDAY + timedelta(seconds=61)):
        accounts.person_of(key)
    assert sessions.Session.get().last_seen_at == MONDAY + timedelta(seconds=61)


def test_a_link_signs_in_once(world: World) -> None:
    accounts.ask_for_link(world.ana.email, NET)
    token = accounts.link_token(newest(), KEY)
    person, key = accounts.use_link(token, KEY, "Firefox")
    assert person == world.ana
    assert accounts.person_of(key) == world.ana
    with pytest.raises(Refused) as refusal:
        accounts.use_link(token, KEY, "Firefox")
    assert refusal.value.kind is Kind.MOVED_ON


def test_looking_at_a_link_uses_nothing_up(world: World) -> None:
    accounts.ask_for_link(world.ana.email, NET)
    token = accounts.link_token(newest(), KEY)
    for _ in range(3):
        assert accounts.living_link(token, KEY)
    assert not sessions.Session.select().exists()


def test_a_link_lives_for_fifteen_minutes(world: World) -> None:
    with moment.at(MONDAY):
        accounts.ask_for_link(world.ana.email, NET)
        token = accounts.link_token(newest(), KEY)
    with moment.at(MONDAY + timedelta(minutes=15)), pytest.raises(Refused):
        accounts.use_link(token, KEY, "")


def test_a_link_made_with_another_secret_is_none(world: World) -> None:
    accounts.ask_for_link(world.ana.email, NET)
    assert accounts.link_of(accounts.link_token(newest(), b"another"), KEY) is None
    assert accounts.link_of(newest().nonce, KEY) is None
    assert accounts.link_of("ä.ö", KEY) is None


def test_neither_link_nor_code_stands_in_the_database(world: World) -> None:
    _, code = code_for(world, world.ana)
    rows = "".join(str(list(model.select().dicts())) for model in (SigninLink, Event, Delivery))
    assert code not in rows
    assert accounts.link_token(newest(), KEY).split(".")[1] not in rows


def test_asking_sends_one_mail_to_the_person_who_asked(world: World) -> None:
    accounts.ask_for_link(world.ana.email, NET)
    [mail] = Delivery.select().where(Delivery.channel == "mail")
    assert mail.recipient == world.ana
    assert mail.event.facts == {"link": newest().id}


def test_an_unknown_or_inactive_address_leaves_no_event_and_no_mail(world: World) -> None:
    User.update(is_active=False).where(User.id == world.ben.id).execute()
    before = Event.select().count()
    accounts.ask_for_link("nobody@nowhere.example", NET)
    accounts.ask_for_link("ben@acme.example", NET)
    assert Event.select().count() == before
    assert not Delivery.select().exists()


def test_known_and_unknown_addresses_cost_the_same_statements(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    rules.in_force()  # read once and kept, whoever asks
    said: list[str] = []
    execute = db.obj.execute_sql
    monkeypatch.setattr(db.obj, "execute_sql", lambda sql, *a, **k: said.append(sql) or execute(sql, *a, **k))
    accounts.ask_for_link("ana@acme.example", NET)
    known, said[:] = list(said), []
    accounts.ask_for_link("nobody@nowhere.example", NET)
    kinds = [sql.split("(")[0] for sql in said if "SAVEPOINT" not in sql.upper()]
    assert kinds == [sql.split("(")[0] for sql in known if "SAVEPOINT" not in sql.upper()]
    assert len(kinds) >= 6


def test_a_code_works_for_the_browser_that_asked(world: World) -> None:
    handle, code = code_for(world, world.ana)
    person, _ = accounts.use_code(handle, world.ana.email, code, KEY, "", NET)
    assert person == world.ana
    with pytest.raises(Refused):
        accounts.use_code(handle, world.ana.email, code, KEY, "", NET)


def test_a_code_without_its_handle_is_worth_nothing(world: World) -> None:
    _, code = code_for(world, world.ana)
    other = accounts.ask_for_link(world.rita.email, NET)
    for handle in (other, "", "x"):
        with pytest.raises(Refused):
            accounts.use_code(handle, world.ana.email, code, KEY, "", NET)


def test_a_code_is_dead_after_five_wrong_ones(world: World) -> None:
    handle, code = code_for(world, world.ana)
    for _ in range(5):
        with pytest.raises(Refused) as refusal:
            accounts.use_code(handle, world.ana.email, wrong(code), KEY, "", NET)
        assert refusal.value.message == links.WRONG_CODE
    with pytest.raises(Refused) as refusal:
        accounts.use_code(handle, world.ana.email, code, KEY, "", NET)
    assert refusal.value.message == links.DEAD_CODE


def test_codes_for_an_unknown_address_fail_in_the_same_words(world: World) -> None:
    handle = accounts.ask_for_link("nobody@nowhere.example", NET)
    right = accounts.link_code(newest(), KEY)
    said = []
    for code in (right, *[wrong(right)] * 5):
        with pytest.raises(Refused) as refusal:
            accounts.use_code(handle, "nobody@nowhere.example", code, KEY, "", NET)
        said.append(refusal.value.message)
    assert said == [links.WRONG_CODE] * 5 + [links.DEAD_CODE]


def test_fresh_links_do_not_give_fresh_tries_for_ever(world: World) -> None:
    """Twenty wrong codes a day and address, however many mails are asked for."""
    refusals = []
    for _ in range(5):
        handle, code = code_for(world, world.ana)
        for _ in range(5):
            with pytest.raises(Refused) as refusal:
                accounts.use_code(handle, world.ana.email, wrong(code), KEY, "", NET)
            refusals.append(refusal.value.kind)
    assert refusals == [Kind.WRONG] * 20 + [Kind.OVER_BUDGET] * 5


def test_a_deactivated_person_is_out_at_once(world: World) -> None:
    key = accounts.open_session(world.ana)
    accounts.ask_for_link(world.ana.email, NET)
    token = accounts.link_token(newest(), KEY)
    User.update(is_active=False).where(User.id == world.ana.id).execute()
    assert accounts.person_of(key) is None
    with pytest.raises(Refused):
        accounts.use_link(token, KEY, "")


def test_a_newer_invitation_replaces_the_older(world: World) -> None:
    with db.atomic():
        old, new = links.invite(world.ana, world.ben), links.invite(world.ana, world.ben)
    assert accounts.living_link(accounts.link_token(old, KEY), KEY) is None
    assert accounts.living_link(accounts.link_token(new, KEY), KEY)


def test_the_right_password_signs_in(world: World) -> None:
    accounts.set_password(world.ana, GOOD)
    person, key = accounts.sign_in_by_password(world.ana.email, GOOD, "", NET)
    assert person == world.ana
    assert accounts.person_of(key) == world.ana


def test_every_wrong_sign_in_is_refused_in_the_same_words_after_the_same_hash(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts.set_password(world.ana, GOOD)
    accounts.set_password(world.ben, GOOD)
    User.update(is_active=False).where(User.id == world.ben.id).execute()
    checked: list[str] = []
    matches = passwords._matches
    monkeypatch.setattr(passwords, "_matches", lambda kept, typed: checked.append(kept) or matches(kept, typed))
    for email in ("ana@acme.example", "ben@acme.example", "rita@rival.example", "nobody@nowhere.example"):
        with pytest.raises(Refused) as refusal:
            accounts.sign_in_by_password(email, "wrong password, quite long", "", NET)
        assert (refusal.value.kind, refusal.value.message) == (Kind.WRONG, passwords.WRONG)
    assert len(checked) == 4
    assert {hash_.split("$")[3] for hash_ in checked} == {"m=19456,t=2,p=1"}


def test_the_stand_in_hash_signs_nobody_in(world: World) -> None:
    with pytest.raises(Refused):
        accounts.sign_in_by_password(world.rita.email, "the hash that is checked when nobody has the address", "", NET)


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("short", passwords.TOO_SHORT),
        ("fourteen chars", passwords.TOO_SHORT),
        ("x" * 129, passwords.TOO_LONG),
        ("Password1234567", passwords.TOO_COMMON),
        ("Sommer2027!Sommer2027!", passwords.TOO_COMMON),
        ("aaaaaaaaaaaaaaaaaaaaa", passwords.TOO_COMMON),
        ("ana@acme.example", passwords.TOO_PERSONAL),
        ("Ana-Novak-Nordwind-Instruments", passwords.TOO_PERSONAL),
    ],
)
def test_a_weak_password_is_refused(world: World, password: str, says: str) -> None:
    with pytest.raises(Invalid) as refusal:
        passwords.judge(password, world.ana.email, world.ana.name)
    assert refusal.value.message == says


def test_a_long_phrase_is_good_in_any_script(world: World) -> None:
    for password in (GOOD, "тихие реки несут лодки", "x7#kQ2!mV9$tR4zb"):
        passwords.judge(password, world.ana.email, world.ana.name)


def test_changing_the_password_ends_every_other_session(world: World) -> None:
    here, there = accounts.open_session(world.ana), accounts.open_session(world.ana)
    rivals = accounts.open_session(world.rita)
    accounts.change_password(world.ana, "", GOOD, GOOD, here)
    assert accounts.person_of(here) == world.ana
    assert accounts.person_of(there) is None
    assert accounts.person_of(rivals) == world.rita


def test_changing_a_password_asks_for_the_current_one(world: World) -> None:
    accounts.set_password(world.ana, GOOD)
    with pytest.raises(Invalid) as refusal:
        accounts.change_password(world.ana.get_by_id(world.ana.id), "wrong", GOOD + "!", GOOD + "!")
    assert list(refusal.value.errors) == ["current"]


def test_tries_come_back_with_time(world: World) -> None:
    with moment.at(MONDAY):
        for _ in range(10):
            throttles.spend(throttles.LINKS_PER_ADDRESS, "ana")
        with pytest.raises(Refused) as refusal:
            throttles.spend(throttles.LINKS_PER_ADDRESS, "ana")
        throttles.spend(throttles.LINKS_PER_ADDRESS, "rita")
    assert refusal.value.values["until"] == MONDAY + timedelta(minutes=6)
    with moment.at(MONDAY + timedelta(minutes=6)):
        throttles.spend(throttles.LINKS_PER_ADDRESS, "ana")
        with pytest.raises(Refused):
            throttles.spend(throttles.LINKS_PER_ADDRESS, "ana")


def test_a_right_password_costs_no_try(world: World) -> None:
    accounts.set_password(world.ana, GOOD)
    with moment.at(MONDAY):
        for _ in range(25):
            accounts.sign_in_by_password(world.ana.email, GOOD, "", NET)


def test_neighbours_share_a_network() -> None:
    assert throttles.network_of("192.0.2.7") == throttles.network_of("192.0.2.250")
    assert throttles.network_of("192.0.2.7") != throttles.network_of("192.0.3.7")
    assert throttles.network_of("2001:db8::1") == throttles.network_of("2001:db8::ffff")
    assert throttles.network_of("::ffff:192.0.2.7") == throttles.network_of("192.0.2.7")
    assert throttles.network_of("no address") == "unknown"


def at_once(count: int, act: Callable[[], object]) -> list[str]:
    """What came of it when `count` threads did the same thing in the same moment: "done" or the refusal's kind."""
    start = Barrier(count)

    def one(_: int) -> str:
        start.wait()
        try:
            act()
            return "done"
        except Refused as no:
            return no.kind.name
        finally:
            close()

    with ThreadPoolExecutor(count) as pool:
        return sorted(pool.map(one, range(count)))


def test_a_link_pressed_by_eight_at_once_lets_one_in(world: World) -> None:
    accounts.ask_for_link("ana@acme.example", NET)
    token = accounts.link_token(newest(), KEY)
    came = at_once(8, lambda: accounts.use_link(token, KEY, ""))
    assert came == ["MOVED_ON"] * 7 + ["done"]
    assert sessions.Session.select().count() == 1


def test_a_bucket_of_ten_gives_ten_however_many_reach_in_at_once(world: World) -> None:
    came = at_once(16, lambda: throttles.spend(throttles.LINKS_PER_ADDRESS, "ana"))
    assert came == ["OVER_BUDGET"] * 6 + ["done"] * 10


def test_five_tries_of_a_code_are_five_however_many_try_at_once(world: World) -> None:
    handle, _ = code_for(world, world.ana)
    came = at_once(8, lambda: newest().try_code(5, moment.now()) or accounts.use_code(handle, "x", "", KEY, "", NET))
    assert came.count("done") == 5
    assert newest().attempts == 5


def test_signing_out_is_on_record_once_here_and_elsewhere(world: World) -> None:
    with moment.at(MONDAY):
        key, other = sessions.open_session(world.ana), sessions.open_session(world.ana)
        accounts.end_session(key)
        accounts.end_session(key)
        accounts.end_session("nonsense")
        accounts.end_one(Session.get(Session.key_hash == sessions.key_hash(other)))
    events_ = Event.select().where(Event.name == "user.signed_out", Event.actor == world.ana).order_by(Event.id)
    assert [event.facts["where"] for event in events_] == ["here", "elsewhere"]
