"""All tables of the first release, and what the database itself refuses."""

import models
from migrations import guards


def up(migrator, db):
    with db.bind_ctx(models.ALL, bind_refs=False, bind_backrefs=False):
        db.create_tables(models.ALL, safe=False)
    for statement in guards.statements(db):
        db.execute_sql(statement)
