"""The signature on papers: what others say of it, what one changed byte does to it, and keys that cannot be used."""

from __future__ import annotations

import asyncio
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from config import ROOT
from integrations import active, signers, signing
from integrations.pdf import Attached, NotPrinted, Order, Paper, Press
from integrations.readers import Reader
from integrations.signers import Place
from tests.signed import by_pdfsig, by_pyhanko, is_whole

HTML = "<!doctype html><html lang=en><title>A page</title><p>Grüße aus Kassel</p></html>"
FACTS = Attached("facts.json", "{}", "Facts", "2027-03-08T09:00:00+01:00")
LONG = "Vereinigte Wasserwirtschaftliche Messtechnik- und Automatisierungsgesellschaft mbH & Co. KG"


@pytest.fixture(autouse=True)
def no_loop() -> Iterator[None]:
    """Tests with Chromium leave a loop running in their thread; signing begins one of its own."""
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(running)


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    with Press() as kept:
        yield kept


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return Place(tmp_path_factory.mktemp("instance") / "signing", "Nordwind Instruments GmbH")


@pytest.fixture(scope="module")
def paper(press: Press, place: Place) -> Paper:
    return press.paper(Order(HTML, "", signer=place, reason="Because"))


def public(place: Place, paper: Paper) -> Path:
    return place.folder / "public" / f"{paper.signer}.pem"


def test_both_validators_accept_it(tmp_path: Path, place: Place, paper: Paper) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(paper.content)
    told = by_pdfsig(file)
    for line in ("Signature is Valid", "Total document signed", "ETSI.CAdES.detached", "CN=Nordwind Instruments GmbH"):
        assert line in told, told
    told = by_pyhanko(file, public(place, paper))
    assert told.startswith("0\n"), told
    assert "The signature is judged VALID" in told
    assert "covers the entire file" in told


def test_both_find_one_changed_byte(tmp_path: Path, place: Place, paper: Paper) -> None:
    at = paper.content.index(b"stream") + 40
    file = tmp_path / "forged.pdf"
    file.write_bytes(paper.content[:at] + bytes([paper.content[at] ^ 1]) + paper.content[at + 1 :])
    assert "Digest Mismatch" in by_pdfsig(file)
    told = by_pyhanko(file, public(place, paper))
    assert not told.startswith("0\n")
    assert "INVALID" in told


def test_one_changed_byte_is_found_wherever_it_is(place: Place, paper: Paper) -> None:
    """But in the digits of the signature itself, where a small letter may become a capital and means the same."""
    content, chance = paper.content, Random(7)
    start = content.index(b"/Contents <") + 11
    own_digits = range(start, content.index(b">", start))
    assert is_whole(content, public(place, paper))
    for at in [0, start - 1, own_digits.stop, len(content) - 1, *(chance.randrange(len(content)) for _ in range(60))]:
        if at not in own_digits:
            changed = content[:at] + bytes([content[at] ^ (1 << chance.randrange(8))]) + content[at + 1 :]
            assert not is_whole(changed, public(place, paper)), at


def test_something_added_behind_it_is_found(place: Place, paper: Paper) -> None:
    assert not is_whole(paper.content + b"\n% more", public(place, paper))


def test_title_dates_and_their_copy_for_archives_stay_as_printed(press: Press, paper: Paper) -> None:
    plain = press.to_pdf(HTML, "")
    assert paper.content.startswith(plain)
    assert b"pdfaid" not in paper.content[len(plain) :]


def test_the_key_is_its_owners_alone(place: Place, paper: Paper) -> None:
    assert stat.S_IMODE((place.folder / "key.pem").stat().st_mode) == 0o600
    assert stat.S_IMODE(place.folder.stat().st_mode) == 0o700
    assert sorted(path.name for path in place.folder.iterdir()) == ["key.pem", "public"]
    assert b"PRIVATE" not in public(place, paper).read_bytes()
    assert b"PRIVATE" not in paper.content


def test_the_same_key_signs_the_next_paper(press: Press, place: Place, paper: Paper) -> None:
    assert press.paper(Order(HTML, "", signer=place)).signer == paper.signer
    with Press() as another:
        assert another.paper(Order(HTML, "", signer=place)).signer == paper.signer
    (facts,) = signers.every(place.folder)
    assert (facts.fingerprint, facts.name, facts.is_self_signed) == (paper.signer, place.name, True)
    assert facts.until > datetime.now(UTC) + timedelta(days=3600)


def test_processes_that_begin_together_agree_on_one_key(tmp_path: Path) -> None:
    makes = (
        "from pathlib import Path; from integrations import signing; from integrations.signers import Place;"
        "import sys;"
        "print(signing.opened(Place(Path(sys.argv[1]), 'Nordwind')).fingerprint)"
    )
    command = [sys.executable, "-c", makes, str(tmp_path / "signing")]
    begun = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    told = {process.communicate()[0].strip() for process in begun}
    assert len(told) == 1
    assert len(told.pop()) == 64


def test_a_name_of_any_length_and_script_can_sign(tmp_path: Path) -> None:
    for number, name in enumerate(
        (LONG, "独立行政法人水資源機構関東地方整備局利根川ダム統合管理事務所", "", "x" * 300)
    ):
        key = signing.opened(Place(tmp_path / str(number), name))
        (facts,) = signers.every(tmp_path / str(number))
        assert name.startswith(facts.name) or facts.name == "Dibs"
        assert len(facts.name) >= min(len(name), 21)
        assert facts.fingerprint == key.fingerprint


# the vendor's own key


def own(path: Path, password: bytes = b"secret", days: int = 100, begins: int = -1, key: object = None) -> Path:
    """A PKCS#12 file of a certificate that an authority above it signed."""
    now = datetime.now(UTC)
    above_key, named = rsa.generate_private_key(65537, 2048), x509.Name
    authority = named([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Some Authority")])
    subject = named([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Nordwind Papers")])
    private = key or rsa.generate_private_key(65537, 2048)

    def certificate(subject: x509.Name, public: object, is_above: bool) -> x509.Certificate:
        made = x509.CertificateBuilder().subject_name(subject).issuer_name(authority).public_key(public)  # type: ignore[arg-type]
        made = made.serial_number(x509.random_serial_number())
        made = made.not_valid_before(now + timedelta(days=begins)).not_valid_after(now + timedelta(days=days))
        made = made.add_extension(x509.BasicConstraints(ca=is_above, path_length=None), critical=True)
        usage = dict.fromkeys(("key_encipherment", "data_encipherment", "key_agreement", "crl_sign",
                               "encipher_only", "decipher_only"), False)  # fmt: skip
        made = made.add_extension(
            x509.KeyUsage(digital_signature=True, content_commitment=True, key_cert_sign=is_above, **usage), True
        )
        return made.sign(above_key, signing.hashes.SHA256())

    leaf = certificate(subject, private.public_key(), False)  # type: ignore[attr-defined]
    above = certificate(authority, above_key.public_key(), True)
    way = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"papers", private, leaf, [above], way))  # type: ignore[arg-type]
    path.with_suffix(".above.pem").write_bytes(above.public_bytes(serialization.Encoding.PEM))
    return path


def test_the_vendors_own_key_signs_and_its_authority_vouches_for_it(press: Press, tmp_path: Path) -> None:
    file = own(tmp_path / "own.p12")
    place = Place(tmp_path / "signing", "Nordwind", str(file), "secret")
    paper = press.paper(Order(HTML, "", signer=place))
    (tmp_path / "paper.pdf").write_bytes(paper.content)
    assert "Signature is Valid" in by_pdfsig(tmp_path / "paper.pdf")
    told = by_pyhanko(tmp_path / "paper.pdf", file.with_suffix(".above.pem"))
    assert "judged VALID" in told, told
    (facts,) = signers.every(place.folder)
    assert (facts.name, facts.is_self_signed) == ("Nordwind Papers", False)
    assert not (place.folder / "key.pem").exists()


@pytest.mark.parametrize(
    ("file", "password", "says"),
    [
        (lambda folder: folder / "nowhere.p12", "", "SIGNING_FILE names a file that cannot be read"),
        (lambda folder: own(folder / "a.p12"), "wrong", "SIGNING_PASSWORD is wrong"),
        (lambda folder: own(folder / "b.p12"), "", "SIGNING_PASSWORD is wrong"),
        (lambda folder: own(folder / "c.p12", days=-1, begins=-9), "secret", "The signing certificate expired on"),
        (lambda folder: own(folder / "d.p12", begins=9), "secret", "is valid from"),
        (lambda folder: ROOT / "README.md", "", "no PKCS#12 file"),
    ],
)  # fmt: skip
def test_a_key_that_cannot_sign_is_named_with_the_remedy(press: Press, tmp_path: Path, file, password, says) -> None:  # type: ignore[no-untyped-def]
    place = Place(tmp_path / "signing", "Nordwind", str(file(tmp_path)), password)
    with pytest.raises(NotPrinted) as told:
        press.paper(Order(HTML, "", signer=place))
    assert says in str(told.value)
    assert "Traceback" not in str(told.value)
    assert signers.every(place.folder) == []


def test_other_kinds_of_key_sign_as_well(tmp_path: Path) -> None:
    file = own(tmp_path / "own.p12", password=b"", key=ed25519.Ed25519PrivateKey.generate())
    key = signing.opened(Place(tmp_path / "signing", "Nordwind", str(file)))
    with Press() as press:
        plain = press.to_pdf(HTML, "")
    assert is_whole(signing.sign(plain, key, "x"), file.with_suffix(".above.pem"))


def test_a_kept_key_that_is_damaged_or_expired_is_not_quietly_replaced(tmp_path: Path) -> None:
    place = Place(tmp_path / "signing", "Nordwind")
    place.folder.mkdir()
    (place.folder / "key.pem").write_text("not a key")
    with pytest.raises(signing.KeyTrouble, match=r"key\.pem .* cannot be read"):
        signing.opened(place)
    signing.make(place, datetime.now(UTC) - timedelta(days=100), days=10)
    with pytest.raises(signing.KeyTrouble, match=r"expired on .*docs/certificates\.md"):
        signing.opened(place)
    before = signing.make(place).fingerprint
    assert signing.opened(place).fingerprint == before
    assert signing.opened(replace(place, name="Other")).fingerprint == before


def test_what_is_asked_for_by_anything_but_a_fingerprint_is_not_there(place: Place, paper: Paper) -> None:
    assert signers.certificate(place.folder, paper.signer) == public(place, paper).read_bytes()
    for name in ("../key", "", "0" * 64, f"{paper.signer}/../../key", paper.signer.upper()):
        assert signers.certificate(place.folder, name) is None


def test_our_own_paper_is_taken_as_proof_and_says_what_is_packed_into_it(
    tmp_path: Path, press: Press, place: Place
) -> None:
    made = press.paper(Order(HTML, "", signer=place, reason="Because", attached=FACTS))
    path = tmp_path / "certificate.pdf"
    path.write_bytes(made.content)
    active.check(path, "pdf")
    with Reader() as reader:
        facts, picture = reader.read(path, "pdf")
    assert (facts["packed"], facts["packed_count"]) == (["facts.json"], 1)
    assert picture
