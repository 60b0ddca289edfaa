"""With which key are papers signed, and how? For the printing child and the command line; web and clock go without."""

from __future__ import annotations

import hashlib
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12

from integrations.signers import Facts, Place, publish

VALID_DAYS = 3653
"""How long a certificate of our own making is valid."""

LONGEST_NAME = 64
"""Bytes of a name in a certificate (X.520)."""

DER, PEM = serialization.Encoding.DER, serialization.Encoding.PEM
FIELD = "Signature"
HOW = "docs/certificates.md says how to replace it"


class KeyTrouble(Exception):
    """There is no key that may sign now; the message says why and what to do."""


@dataclass(frozen=True)
class Key:
    """A private key with its certificate and those above it."""

    private: Any
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(self.certificate.public_bytes(DER)).hexdigest()


def opened(place: Place) -> Key:
    """The key to sign with, made on first use unless the vendor has its own. Raises `KeyTrouble`."""
    key = _own(place) if place.file else _kept(place)
    check(key, datetime.now(UTC))
    certificate = key.certificate
    publish(place.folder, certificate.public_bytes(PEM).decode(), Facts(
        key.fingerprint, _spoken(certificate), certificate.not_valid_before_utc.isoformat(),
        certificate.not_valid_after_utc.isoformat(), certificate.issuer == certificate.subject,
    ))  # fmt: skip
    return key


def check(key: Key, now: datetime) -> None:
    """Raises `KeyTrouble` for a certificate that is not valid at `now`, or says that it is not for signing."""
    until, since = key.certificate.not_valid_after_utc, key.certificate.not_valid_before_utc
    if now > until:
        raise KeyTrouble(f"The signing certificate expired on {until:%Y-%m-%d}; {HOW}.")
    if now < since:
        raise KeyTrouble(f"The signing certificate is valid from {since:%Y-%m-%d} only; is the clock right?")
    with suppress(x509.ExtensionNotFound):
        usage = key.certificate.extensions.get_extension_for_class(x509.KeyUsage).value
        if not (usage.digital_signature or usage.content_commitment):
            raise KeyTrouble(f"The signing certificate is not meant for signatures; {HOW}.")


def make(place: Place, now: datetime | None = None, days: int = VALID_DAYS) -> Key:
    """A fresh key with a certificate that it signs itself, in the place of any earlier one."""
    key = _fresh(place.name, now or datetime.now(UTC), days)
    path = _written(place.folder, key)
    path.replace(place.folder / "key.pem")
    return key


def sign(paper: bytes, key: Key, reason: str) -> bytes:
    """The paper with an invisible certifying signature (PAdES) that allows no change after it; needs no network."""
    from asn1crypto.keys import PrivateKeyInfo
    from asn1crypto.x509 import Certificate
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner, fields
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    own, *above = (Certificate.load(one.public_bytes(DER)) for one in (key.certificate, *key.chain))
    known = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    known.register_multiple(above)
    private = key.private.private_bytes(DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    about = PdfSignatureMetadata(
        field_name=FIELD, reason=reason, certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES, subfilter=fields.SigSeedSubFilter.PADES,
    )  # fmt: skip
    signer = SimpleSigner(own, PrivateKeyInfo.load(private), known)
    writer = IncrementalPdfFileWriter(BytesIO(paper))
    # A signature changes no page: title, dates and their copy in XMP stay as printed.
    writer._update_meta = lambda: None  # type: ignore[method-assign]
    signed: BytesIO = PdfSigner(about, signer).sign_pdf(writer)
    return signed.getvalue()


def _own(place: Place) -> Key:
    """The vendor's key from its PKCS#12 file."""
    try:
        content = Path(place.file).read_bytes()
    except OSError as error:
        raise KeyTrouble(f"SIGNING_FILE names a file that cannot be read: {error.strerror}.") from error
    try:
        private, certificate, chain = pkcs12.load_key_and_certificates(content, place.password.encode() or None)
    except ValueError as error:
        raise KeyTrouble("SIGNING_FILE is no PKCS#12 file, or SIGNING_PASSWORD is wrong.") from error
    if private is None or certificate is None:
        raise KeyTrouble("SIGNING_FILE must hold a private key and its certificate.")
    return Key(private, certificate, tuple(chain))


def _kept(place: Place) -> Key:
    """The key in the instance folder, made if there is none. Processes that make one at once agree on one."""
    path = place.folder / "key.pem"
    if not path.exists():
        written = _written(place.folder, _fresh(place.name, datetime.now(UTC), VALID_DAYS))
        with suppress(FileExistsError):
            os.link(written, path)
        written.unlink()
    try:
        content = path.read_bytes()
        private = serialization.load_pem_private_key(content, None)
        return Key(private, x509.load_pem_x509_certificate(content))
    except (OSError, ValueError, TypeError) as error:
        raise KeyTrouble(f"The signing key {path.name} in the folder signing cannot be read; {HOW}.") from error


def _written(folder: Path, key: Key) -> Path:
    """Key and certificate in one new file that its owner alone may read, safe on the disk."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"key.{secrets.token_hex(8)}"
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(key.private.private_bytes(
            PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ))  # fmt: skip
        file.write(key.certificate.public_bytes(PEM))
        file.flush()
        os.fsync(file.fileno())
    return path


def _fresh(name: str, now: datetime, days: int) -> Key:
    private = ec.generate_private_key(ec.SECP256R1())
    words = name.strip().encode()[:LONGEST_NAME].decode(errors="ignore").strip() or "Dibs"
    named = x509.Name([
        x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, words), x509.NameAttribute(x509.NameOID.COMMON_NAME, words),
    ])  # fmt: skip
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign", "encipher_only",
         "decipher_only"), False,
    )  # fmt: skip
    made = (
        x509.CertificateBuilder()
        .subject_name(named)
        .issuer_name(named)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False)
    )
    return Key(private, made.sign(private, hashes.SHA256()))


def _spoken(certificate: x509.Certificate) -> str:
    """Whose certificate it is, as people call them."""
    names = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()
