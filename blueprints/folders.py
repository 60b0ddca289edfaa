"""What in the folders goes with somebody's data? Files, pictures, papers, kept mails, uploaded tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from config import Config
from domain import evidence, forgetting
from domain.personal import Erased
from domain.personal.finding import Look
from domain.personal.names import Names
from integrations import evidence as store
from integrations import mail, parcels, previews
from integrations.readers import NotRead, Reader
from integrations.tables import Files
from models import Evidence
from models.base import settle


@contextmanager
def looking(config: Config) -> Iterator[Look]:
    """How files are opened to see whom they name: in a limited child, one after the other."""
    with Reader() as reader:

        def look(file: Evidence, names: Names) -> bool:
            path = store.path_of(config.evidence_folder, file.partner_id, file.sha256)
            try:
                return reader.names(path, file.kind, names.pattern.pattern)
            except NotRead as error:
                raise OSError(str(error)) from error

        yield look


def drop(erased: Erased, config: Config) -> None:
    """Remove what was erased from the folders; what cannot be removed now is taken by the clock."""
    for file in erased.files:
        remove = partial(store.drop, config.evidence_folder, file.partner_id, file.sha256)
        if evidence.drop(file.partner_id, file.sha256, remove):
            previews.drop(config.preview_folder, file.partner_id, file.sha256)
    for code in erased.orders:
        parcels.drop(config.paper_folder, code)
    for message_id in mail.naming(config.mail_folder, erased.names.is_in):
        mail.drop(config.mail_folder, message_id)
    _drop_uploads(erased.names, Files(config.import_folder))
    settle()


def _drop_uploads(names: Names, files: Files) -> None:
    """Tables that wait with the person in them; whoever uploaded one does so again, without."""
    for name in forgetting.known_uploads():
        if files.names(name, names.is_in):
            forgetting.forget_upload(name)
            files.drop(name)
