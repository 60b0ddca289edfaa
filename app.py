"""What is the application made of? One screen: settings, database, screens, error pages, commands."""

from __future__ import annotations

from string import printable
from typing import Any
from urllib.parse import quote

from flask import Flask
from flask_babel import Babel
from flask_wtf import CSRFProtect
from htmx_flask import Htmx
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

import commands
from blueprints import ALL, access, ahead, entry, forms, outage, packing, tracing, web, wellness, words
from config import Config, from_environment
from integrations import private
from models.base import connect

BODY_LIMIT = 105 * 1024 * 1024
"""Bytes of one request: a claim's whole evidence and its form."""


def create_app(config: Config | None = None) -> Flask:
    """The WSGI application for this configuration; binds the models to its database."""
    config = config or from_environment()
    private.own(config.instance)
    app = Flask(__name__, static_folder=None)
    app.config.update(
        DIBS=config,
        SECRET_KEY=config.key(),
        MAX_CONTENT_LENGTH=BODY_LIMIT,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        SESSION_COOKIE_NAME="__Host-form" if config.is_secure else "form",
        SESSION_COOKIE_SECURE=config.is_secure,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        BABEL_DEFAULT_LOCALE="en",
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    _read_any_query(app)
    _trust(app, config.trusted_proxies)
    connect(config.database)
    tracing.init(app)
    Htmx(app)
    Babel(app, locale_selector=words.locale, timezone_selector=words.zone)
    entry.init(app)
    packing.init(app)
    web.init(app)
    words.init(app)
    forms.init(app)
    wellness.init(app)
    outage.init(app)
    access.init(app)
    CSRFProtect(app)
    for blueprint in ALL:
        app.register_blueprint(blueprint)
    access.check(app)
    commands.init(app)
    ahead.init(app)
    return app


def _read_any_query(app: Flask) -> None:
    """Browsers write foreign bytes in a query with per cents, strangers as they are, which nobody could read."""
    inner = app.wsgi_app

    def asked(environ: dict[str, Any], start_response: Any) -> Any:
        query = environ.get("QUERY_STRING", "")
        if not query.isascii():
            environ["QUERY_STRING"] = quote(query, safe=printable, encoding="latin-1")
        return inner(environ, start_response)

    app.wsgi_app = asked  # type: ignore[method-assign]


def _trust(app: Flask, proxies: int) -> None:
    if proxies:
        fixed = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)
        app.wsgi_app = fixed  # type: ignore[method-assign]
