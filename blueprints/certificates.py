"""Where does one get a certificate, and how does anyone who holds one find out whether it is true?"""

from __future__ import annotations

import logging
from io import BytesIO
from typing import Any, cast

from flask import Blueprint, Response, abort, request, send_file, url_for
from werkzeug.exceptions import RequestEntityTooLarge

from blueprints import signatures, web, words
from domain import certificates, codes, moment, seal
from domain.accounts import throttles
from domain.words import N_
from integrations import papers
from models import Certificate, Condition, Registration

bp = Blueprint("certificates", __name__)
log = logging.getLogger(__name__)

FILE_LIMIT = 5 * 1024 * 1024
"""Bytes of a file to compare; ours have a hundredth of it."""

NO_CODE, NO_FILE = N_("Type the code as printed."), N_("Choose the PDF that you were sent.")
NEEDED = {"partner": N_("Type the partner as printed."), "account": N_("Type the account as printed.")}


@bp.get("/registrations/<code>/certificate")
def show(code: str) -> Response:
    """The newest certificate as a file; while there is none, a page that says how far it is."""
    claim = web.found(Registration.visible_to(web.me()), code=code)
    paper = certificates.of(claim)
    if paper.issued is not None:
        return _download(paper.issued)
    return web.page("certificates/show.html", claim=claim, asked=Condition.of_claim(claim.id), **papers_of(claim))


@bp.get("/registrations/<code>/certificate/paper")
def paper(code: str) -> Response:
    """The fragment that asks for itself again until the file is there."""
    claim = web.found(Registration.visible_to(web.me()), code=code)
    return web.page("certificates/_paper.html", claim=claim, **papers_of(claim))


def papers_of(claim: Registration) -> dict[str, Any]:
    """What `_paper.html` shows: the revisions, and what whoever verifies the one that was issued last reads now."""
    paper = certificates.of(claim)
    worth = certificates.standing(paper.issued, moment.now()).value if paper.issued else ""
    return {"paper": paper, "worth": worth}


@bp.get("/certificates/<verify_code>.pdf")
def revision(verify_code: str) -> Response:
    return _download(web.found(Certificate.visible_to(web.me()), verify_code=verify_code, state="issued"))


@bp.post("/certificates/<verify_code>/attempt")
def attempt(verify_code: str) -> Response:
    """Staff ask for another round after a failure."""
    failed = web.found(Certificate.visible_to(web.me()), verify_code=verify_code)
    certificate = certificates.try_again(web.me(), failed)
    claim = certificate.registration
    to = url_for("registrations.show", code=claim.code)
    return web.swap("certificates/_paper.html", to, claim=claim, **papers_of(claim))


@bp.get("/verify")
def verify() -> Response:
    """Type the code, or give the file."""
    if "code" not in request.args:
        return web.page("certificates/verify.html", **_nothing())
    typed = request.args["code"].strip().rstrip("/").rsplit("/", 1)[-1]
    if not any(letter.isalnum() for letter in typed):
        errors = {"code": words.translated(NO_CODE)}
        return web.page("certificates/verify.html", 422, **{**_nothing(), "errors": errors})
    return web.go(url_for(".verify_code", code=codes.tidy(typed, "V").removeprefix("V-")))


@bp.post("/verify")
def verify_file() -> Response:
    """Whose is this file? Without a code: if we issued it, its certificate is shown."""
    sha256 = _given_file()
    found = certificates.find_file(sha256) if sha256 else None
    if found is None:
        return _file_answer("verify.html", "foreign" if sha256 else "missing", **_nothing())
    return _file_answer("verify_code.html", "same", **_found(found))


@bp.get("/v/<code>")
def verify_code(code: str) -> Response:
    """What the QR code opens: no sign-in, no names."""
    return web.page("certificates/verify_code.html", **_found(certificates.find(code)))


@bp.post("/v/<code>/names")
def compare_names(code: str) -> Response:
    """Do both names stand on the certificate? Throttled, and never said which one is wrong."""
    found = certificates.find(code)
    typed = {name: web.clean(request.form.get(name), 1000) for name in ("partner", "account")}
    if found is None:
        return verify_code(code)
    if not all(typed.values()):
        return _names_answer(found, typed, "missing", 422)
    throttles.spend(throttles.COMPARES, f"{found.verify_code} {throttles.network_of(request.remote_addr or '')}")
    return _names_answer(found, typed, "match" if certificates.is_as_printed(found, **typed) else "differ")


@bp.post("/v/<code>/file")
def compare_file(code: str) -> Response:
    """Is this file, byte for byte, the one issued under this code?"""
    found, sha256 = certificates.find(code), _given_file()
    if sha256 is None:
        return _file_answer("verify_code.html", "missing", **_found(found))
    other = certificates.find_file(sha256)
    says = "foreign" if other is None else "same" if found == other else "other"
    return _file_answer("verify_code.html", says, **_found(found))


@bp.url_value_preprocessor
def _bound_the_body(*_: object) -> None:
    """Before anything reads the form: no more than one such file."""
    request.max_content_length = FILE_LIMIT + 64 * 1024


@bp.errorhandler(RequestEntityTooLarge)
def _too_large(_: RequestEntityTooLarge) -> Response:
    code = (request.view_args or {}).get("code")
    template = "verify.html" if code is None else "verify_code.html"
    return _file_answer(template, "large", **(_nothing() if code is None else _found(certificates.find(code))))


def _given_file() -> str | None:
    """The SHA-256 of the file that was sent; None: none was. Nothing of it is kept."""
    file = request.files.get("file")
    return papers.fingerprint(cast(Any, file.stream)) if file and file.filename else None


def _names_answer(found: Certificate, typed: dict[str, str], says: str, status: int = 200) -> Response:
    errors = {name: words.translated(message) for name, message in NEEDED.items() if not typed[name]}
    context = {**_found(found), "typed": typed, "names": says, "errors": errors}
    return web.page(f"certificates/{'_names.html' if web.is_htmx() else 'verify_code.html'}", status, **context)


def _file_answer(template: str, says: str, **context: Any) -> Response:
    errors = {"file": words.translated(NO_FILE)} if says == "missing" else {}
    status = {"large": 413, "missing": 422}.get(says, 200)
    name = "_file.html" if web.is_htmx() else template
    return web.page(f"certificates/{name}", status, **{**context, "file": says, "errors": errors})


def _nothing() -> dict[str, Any]:
    """What the pages need before anything was asked."""
    return {
        "answer": None,
        "typed": {"partner": "", "account": ""},
        "names": "",
        "file": "",
        "code": "",
        "errors": {},
        "signer": None,
    }


def _found(certificate: Certificate | None) -> dict[str, Any]:
    """What may be shown of a certificate; of an unknown one nothing."""
    if certificate is None:
        return _nothing()
    answer = certificates.answer(certificate, moment.now())
    shown = {
        "rings": seal.rings(answer.entry),
        "entry": seal.groups(answer.entry),
        "signer": signatures.signer_of(answer.signer),
    }
    return {**_nothing(), **shown, "answer": answer, "code": answer.verify_code.removeprefix("V-")}


def _download(certificate: Certificate) -> Response:
    """The file as it was issued, or an error; never anything else."""
    config = web.config()
    try:
        content = papers.read(config.certificate_folder, str(certificate.sha256))
    except papers.Altered:
        log.exception("certificate %s", certificate.id)
        abort(500)
    suffix = f"-revision-{certificate.revision}" if certificate.revision > 1 else ""
    response = send_file(
        BytesIO(content), "application/pdf", as_attachment=True,
        download_name=f"certificate-{certificate.facts['code']}{suffix}.pdf", etag=False,
    )  # fmt: skip
    response.headers["Cache-Control"] = "private, no-store"
    return response
