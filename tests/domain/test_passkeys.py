"""Does a passkey let its person in, and nobody with a forged, copied, late or repeated answer?"""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from config import ROOT
from domain import accounts, moment
from domain.accounts import passkeys
from domain.accounts.passkeys import Place
from domain.refusals import Invalid, Kind, Refused
from models import Delivery, Event, Passkey, RecoveryCode, SpentChallenge, User
from models.base import close
from tests.authenticator import HOST, ORIGIN, Device
from tests.world import MONDAY, World

KEY, NET, PLACE = b"for tests only", "192.0.2.0/24", Place(HOST, ORIGIN, "Nordwind")


def registered(user: User, **how: Any) -> Device:
    """A device on which this person has made a passkey."""
    device = Device(**how)
    answer = device.make(passkeys.to_register(user, PLACE, KEY))
    passkeys.register(user, answer, "Laptop", PLACE, KEY, "")
    return device


def question() -> str:
    return passkeys.to_sign_in(PLACE, KEY)


def sign_in(answer: str, place: Place = PLACE) -> tuple[User, str]:
    return passkeys.sign_in(answer, place, KEY, "Firefox", NET)


def refusal(answer: str, place: Place = PLACE) -> str:
    with pytest.raises(Refused) as no:
        sign_in(answer, place)
    return no.value.message


def test_a_passkey_alone_signs_its_person_in(world: World) -> None:
    device = registered(world.max)
    person, key = sign_in(device.answer(question()))
    assert person == world.max
    assert accounts.person_of(key) == world.max
    kept = Passkey.get()
    assert (kept.name, kept.sign_count) == ("Laptop", 1)
    assert kept.last_used_at is not None


def test_several_passkeys_of_one_person_all_work(world: World) -> None:
    devices = [registered(world.ana) for _ in range(3)]
    assert [sign_in(device.answer(question()))[0] for device in devices] == [world.ana] * 3


def test_a_device_that_does_not_count_works_again_and_again(world: World) -> None:
    device = registered(world.ana, counts=False)
    for _ in range(3):
        sign_in(device.answer(question()))


def test_the_browser_is_asked_for_a_verified_person_and_told_of_nobody(world: World) -> None:
    registered(world.ana)
    asked = json.loads(question())
    assert asked["userVerification"] == "required"
    assert asked["allowCredentials"] == []
    made = json.loads(passkeys.to_register(world.ana, PLACE, KEY))
    assert made["authenticatorSelection"]["residentKey"] == "required"
    assert made["authenticatorSelection"]["userVerification"] == "required"
    assert len(made["excludeCredentials"]) == 1
    assert made["attestation"] == "none"


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://localhost.evil.example"},
        {"origin": "http://localhost:9999"},
        {"host": "evil.example"},
        {"type": "webauthn.create"},
        {"unverified": True},
        {"owner": b"somebody"},
        {"owner": b""},
        {"key": ec.generate_private_key(ec.SECP256R1())},
        {"challenge": "AAAA"},
        {"challenge": "x" * 54},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_an_answer_with_one_thing_wrong_signs_nobody_in(world: World, wrong: dict[str, Any]) -> None:
    device = registered(world.ana)
    assert refusal(device.answer(question(), **wrong)) == passkeys.NOT_KNOWN
    assert not Event.select().where(Event.name == "user.signed_in").exists()
    sign_in(device.answer(question()))  # and what was wrong has not spoiled the passkey


def test_an_answer_for_another_portal_signs_nobody_in(world: World) -> None:
    device = registered(world.ana)
    other = Place("partners.example", "https://partners.example")
    assert refusal(device.answer(question()), other) == passkeys.NOT_KNOWN


def test_an_unknown_passkey_is_told_in_the_same_words(world: World) -> None:
    stranger = Device()
    stranger.owner = world.ana.code.encode()
    assert refusal(stranger.answer(question())) == passkeys.NOT_KNOWN


def test_one_persons_passkey_does_not_open_for_another(world: World) -> None:
    """Rita's key with Ana's handle, and Ana's credential signed with Rita's key."""
    ana, rita = registered(world.ana), registered(world.rita)
    assert refusal(rita.answer(question(), owner=world.ana.code.encode())) == passkeys.NOT_KNOWN
    assert refusal(ana.answer(question(), key=rita.key)) == passkeys.NOT_KNOWN


def test_the_same_answer_works_once(world: World) -> None:
    device = registered(world.ana, counts=False)
    answer = device.answer(question())
    sign_in(answer)
    assert refusal(answer) == passkeys.NOT_KNOWN


def test_two_answers_to_one_challenge_are_one_too_many(world: World) -> None:
    device, asked = registered(world.ana), question()
    sign_in(device.answer(asked))
    assert refusal(device.answer(asked)) == passkeys.NOT_KNOWN


def test_eight_at_once_with_one_answer_let_one_in(world: World) -> None:
    device = registered(world.ana, counts=False)
    answer, start = device.answer(question()), Barrier(8)

    def one(_: int) -> bool:
        start.wait()
        try:
            sign_in(answer)
        except Refused:
            return False
        else:
            return True
        finally:
            close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(one, range(8))) == 1
    assert SpentChallenge.select().count() == 2  # registering was one


def test_an_answer_that_comes_late_is_none(world: World) -> None:
    with moment.at(MONDAY):
        device = registered(world.ana)
        asked = question()
    with moment.at(MONDAY + passkeys.LASTS):
        assert refusal(device.answer(asked)) == passkeys.NOT_KNOWN
    with moment.at(MONDAY - timedelta(minutes=1)):
        assert refusal(device.answer(asked)) == passkeys.NOT_KNOWN
    with moment.at(MONDAY + passkeys.LASTS - timedelta(seconds=1)):
        sign_in(device.answer(asked))


def test_a_challenge_for_registering_is_none_for_signing_in(world: World) -> None:
    device = registered(world.ana)
    assert refusal(device.answer(passkeys.to_register(world.ana, PLACE, KEY))) == passkeys.NOT_KNOWN


def test_a_challenge_that_another_server_made_is_none(world: World) -> None:
    device = registered(world.ana)
    assert refusal(device.answer(passkeys.to_sign_in(PLACE, b"another"))) == passkeys.NOT_KNOWN


def test_a_copy_is_found_by_its_counter_and_its_owner_told(world: World) -> None:
    device = registered(world.ana)
    for _ in range(5):
        sign_in(device.answer(question()))
    for count in (5, 3, 0):
        assert refusal(device.answer(question(), count=count)) == passkeys.COPIED
    told = Delivery.select().join(Event).where(Event.name == "user.passkey_refused", Delivery.channel == "mail")
    assert {mail.recipient for mail in told} == {world.ana}
    assert len(told) == 3
    assert Event.select().where(Event.name == "user.signed_in").count() == 5


def test_a_forged_counter_accuses_nobody(world: World) -> None:
    """The counter is judged once the signature is right: a stranger cannot have a passkey refused."""
    device = registered(world.ana)
    sign_in(device.answer(question()))
    stranger = ec.generate_private_key(ec.SECP256R1())
    assert refusal(device.answer(question(), count=0, key=stranger)) == passkeys.NOT_KNOWN
    assert not Event.select().where(Event.name == "user.passkey_refused").exists()


def test_a_removed_persons_passkey_opens_nothing(world: World) -> None:
    device = registered(world.ana)
    User.update(is_active=False).where(User.id == world.ana.id).execute()
    assert refusal(device.answer(question())) == passkeys.NOT_KNOWN


@pytest.mark.parametrize(
    "nonsense",
    ["", "{}", "null", "[]", "7", '"x"', "\0", "{" * 900, '{"id":"é"}', "x" * 100_000,
     '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA","authenticatorData":"AA","signature":"AA"}}'],
    ids=lambda text: text[:12].encode().hex(),
)  # fmt: skip
def test_nonsense_is_refused_in_words(world: World, nonsense: str) -> None:
    assert refusal(nonsense) == passkeys.NOT_KNOWN
    with pytest.raises(Invalid):
        passkeys.register(world.ana, nonsense, "Laptop", PLACE, KEY, "")


def test_trying_passkeys_is_bounded_by_network(world: World) -> None:
    with moment.at(MONDAY):
        kinds = []
        for _ in range(61):
            with pytest.raises(Refused) as no:
                sign_in("{}")
            kinds.append(no.value.kind)
    assert kinds == [Kind.WRONG] * 60 + [Kind.OVER_BUDGET]


@pytest.mark.parametrize("wrong", [{"origin": "https://evil.example"}, {"host": "evil.example"}, {"unverified": True}])
def test_a_passkey_made_elsewhere_or_unverified_is_not_kept(world: World, wrong: dict[str, Any]) -> None:
    answer = Device().make(passkeys.to_register(world.ana, PLACE, KEY), **wrong)
    with pytest.raises(Invalid) as no:
        passkeys.register(world.ana, answer, "Laptop", PLACE, KEY, "")
    assert no.value.message == passkeys.NOT_MADE
    assert not Passkey.select().exists()


def test_a_passkey_is_made_for_the_person_who_was_asked_once(world: World) -> None:
    device, asked = Device(), passkeys.to_register(world.ana, PLACE, KEY)
    answer = device.make(asked)
    with pytest.raises(Invalid):
        passkeys.register(world.rita, answer, "Laptop", PLACE, KEY, "")
    passkeys.register(world.ana, answer, "Laptop", PLACE, KEY, "")
    with pytest.raises(Invalid):
        passkeys.register(world.ana, answer, "Laptop", PLACE, KEY, "")
    assert Passkey.select().count() == 1


def test_one_device_is_not_kept_for_two_people(world: World) -> None:
    device = registered(world.ana)
    answer = device.make(passkeys.to_register(world.rita, PLACE, KEY))
    with pytest.raises(Invalid) as no:
        passkeys.register(world.rita, answer, "Laptop", PLACE, KEY, "")
    assert no.value.message == passkeys.KNOWN
    assert Passkey.get().user == world.ana


def test_the_first_passkey_brings_ten_codes_a_second_none(world: World) -> None:
    registered(world.ana)
    assert RecoveryCode.left(world.ana) == 10
    kept = {row.code_hash for row in RecoveryCode.select()}
    registered(world.ana)
    assert {row.code_hash for row in RecoveryCode.select()} == kept


def test_there_is_an_end_to_passkeys(world: World) -> None:
    for number in range(passkeys.MOST):
        Passkey.create(
            code=f"K-{number}", user=world.ana, credential=f"c{number}", public_key="x", sign_count=0, name="x",
            is_synced=False, created_at=MONDAY,
        )  # fmt: skip
    with pytest.raises(Invalid) as no:
        registered(world.ana)
    assert no.value.message == passkeys.TOO_MANY


def test_proving_anew_takes_ones_own_passkey(world: World) -> None:
    ana, rita = registered(world.ana), registered(world.rita)
    with moment.at(MONDAY):
        here = accounts.open_session(world.ana)
    with moment.at(MONDAY + timedelta(hours=1)):
        with pytest.raises(Refused) as no:
            passkeys.confirm(world.ana, rita.answer(question()), PLACE, KEY, NET, here)
        assert no.value.message == passkeys.NOT_YOURS
        fresh = passkeys.confirm(world.ana, ana.answer(question()), PLACE, KEY, NET, here)
        session = accounts.sessions.session_of(fresh)
        assert session is not None
        assert accounts.sessions.is_proved(session)
        assert accounts.person_of(here) is None


def test_no_process_loads_the_library_before_a_passkey_is_there() -> None:
    heavy = "('webauthn', 'cryptography', 'OpenSSL', 'cbor2')"
    loads = f"import app, jobs.schedule, sys; print([name for name in sys.modules if name.split('.')[0] in {heavy}])"
    done = subprocess.run([sys.executable, "-c", loads], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_passkey_that_is_removed_as_it_answers_opens_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its removal ends every session; one that is opened right after would outlive it."""
    device = registered(world.ana)
    answered = passkeys._answered

    def removed(*given: Any) -> Passkey:
        found = answered(*given)
        Passkey.delete().where(Passkey.id == found.id).execute()
        return found

    monkeypatch.setattr(passkeys, "_answered", removed)
    assert refusal(device.answer(question())) == passkeys.NOT_KNOWN
    assert not Event.select().where(Event.name == "user.signed_in").exists()
