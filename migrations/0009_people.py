"""People who only read, and people who see what their team holds."""

from migrations import rewriting

ROLES = "CHECK (role IN ('rep', 'partner_admin', {}'channel_manager', 'director', 'administrator'))"
SCOPES = "CHECK (sees IN ('own', {}'company'))"


def up(migrator, db):
    rewriting.added(db, "user", "team")
    rewriting.checks(db, "user", {
        "user_role_check": (ROLES.format(""), ROLES.format("'reader', ")),
        "user_sees_check": (SCOPES.format(""), SCOPES.format("'team', ")),
    })  # fmt: skip
