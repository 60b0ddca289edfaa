"""Which PostgreSQL database is this test process's own, and how does it become again what it was before a test?"""

from __future__ import annotations

import os
from functools import cache
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

import models
from models.base import close, connect, db

TABLES = [model._meta.table_name for model in models.ALL]


def own_database(url: str) -> str:
    """The address of an empty database on the server at `url`, one for each pytest worker, since those that run side
    by side must not share one. Empty for an empty `url`."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if not url or not worker:
        return url
    parts = urlsplit(url)
    name = f"{parts.path.lstrip('/')}_{worker}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return parts._replace(path=f"/{name}").geturl()


def drop_all(url: str) -> None:
    connect(url)
    db.execute_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    close()


def lay_aside(name: str) -> None:
    """Copy all rows, and where the counters stand, into a schema of this name."""
    db.execute_sql(f"DROP SCHEMA IF EXISTS {name} CASCADE; CREATE SCHEMA {name}")
    for table in TABLES:
        db.execute_sql(f'CREATE TABLE {name}."{table}" AS TABLE public."{table}"')
    counters = "SELECT sequencename AS name, last_value AS stands FROM pg_sequences WHERE schemaname = 'public'"
    db.execute_sql(f"CREATE TABLE {name}.counters AS {counters}")


def put_back(name: str) -> None:
    """Every table as it was laid aside."""
    inserts = [f'INSERT INTO public."{table}" SELECT * FROM {name}."{table}";' for table in _filled(name)]
    empty(*inserts, f"PERFORM setval(name::regclass, stands) FROM {name}.counters WHERE stands IS NOT NULL;")


def empty(*after: str) -> None:
    """Empty all tables, guards and foreign keys set aside. DELETE, because TRUNCATE makes 150 files anew each time."""
    deletes = " ".join(f'DELETE FROM public."{table}";' for table in TABLES)
    counters = "PERFORM setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S';"
    steps = " ".join((deletes, counters, *after))
    db.connect(reuse_if_open=True)
    db.execute_sql(f"DO $$ BEGIN SET LOCAL session_replication_role = replica; {steps} END $$")


@cache
def _filled(name: str) -> list[str]:
    db.connect(reuse_if_open=True)
    return [table for table in TABLES if db.execute_sql(f'SELECT 1 FROM {name}."{table}" LIMIT 1').fetchone()]
