"""Do bandit, and semgrep with rules of our own, find nothing but what is named here? For `make audit`."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from config import ROOT

pytestmark = [pytest.mark.audit, pytest.mark.once]

TOOLS, RULES = ROOT / ".venv/scan/bin", ROOT / "tests/scan/rules.yml"
CODE = ("app.py", "config.py", "blueprints", "commands", "domain", "integrations", "jobs", "migrations", "models")
SHOWN = ("templates",)

Found = Counter[tuple[str, str]]
"""(rule, file) -> in how many lines."""

MARKS = "the pieces are marks for parameters, and names of columns of our own"
NAMES = "a name out of the schema itself, quoted"
FROZEN = "a migration: names of our own, done once"
VENDOR = "the vendor, of which there is one row, seen by everybody"

ALLOWED: dict[tuple[str, str], tuple[int, str]] = {
    ("row-without-scope", "blueprints/offline.py"): (2, VENDOR),
    ("row-without-scope", "blueprints/vendor.py"): (2, VENDOR),
    ("row-without-scope", "blueprints/web.py"): (1, VENDOR),
    ("row-without-scope", "blueprints/people.py"): (1, "the row that visible_to gave a few lines before, read anew"),
    ("sql-from-pieces", "domain/imports/writing.py"): (1, MARKS),
    ("sql-from-pieces", "domain/matching/index/filing.py"): (3, MARKS),
    ("sql-from-pieces", "domain/matching/index/mending.py"): (2, MARKS),
    ("sql-from-pieces", "domain/matching/index/searching.py"): (6, MARKS),
    ("sql-from-pieces", "integrations/dumps.py"): (1, NAMES),
    ("sql-from-pieces", "models/statements.py"): (3, MARKS),
    ("sql-from-pieces", "models/standing.py"): (1, NAMES),
    ("sql-from-pieces", "migrations/0008_joining.py"): (2, FROZEN),
    ("sql-from-pieces", "migrations/0019_index.py"): (2, FROZEN),
    ("sql-from-pieces", "migrations/guards.py"): (3, FROZEN),
    ("sql-from-pieces", "migrations/rewriting.py"): (6, FROZEN),
    ("asks-the-web", "integrations/scanner.py"): (1, "the scanner that the host named, and nothing without one"),
    ("html-not-escaped", "integrations/unbroken.py"): (1, "escaped in the same line"),
    ("safe-in-a-template", "templates/checks/_verdict.html"): (1, "a tag of our own"),
    ("safe-in-a-template", "templates/reports/claims.html"): (1, "an ampersand of our own"),
    ("safe-in-a-template", "templates/signatures/index.html"): (1, "a tag of our own"),
    ("safe-in-a-template", "templates/ui.html"): (1, "paths of icons, from the template itself"),
    ("bandit B608", "domain/imports/writing.py"): (1, MARKS),
    ("bandit B608", "domain/matching/index/filing.py"): (3, MARKS),
    ("bandit B608", "domain/matching/index/mending.py"): (2, MARKS),
    ("bandit B608", "domain/matching/index/searching.py"): (6, MARKS),
    ("bandit B608", "models/statements.py"): (4, MARKS),
    ("bandit B608", "integrations/dumps.py"): (1, NAMES),
    ("bandit B608", "migrations/0008_joining.py"): (1, FROZEN),
    ("bandit B608", "migrations/rewriting.py"): (1, FROZEN),
    ("bandit B314", "integrations/logos.py"): (1, "a document type is refused before"),
    ("bandit B314", "integrations/readers/documents.py"): (1, "entities are refused before, in a child with limits"),
    ("bandit B704", "integrations/unbroken.py"): (1, "escaped in the same line"),
}
"""What may stay: how often, and why. What is no longer found must go from here as well."""


def by_semgrep(root: Path, *paths: str) -> Found:
    """Without the network: rules from the file, no figures sent, no look for a newer version."""
    done = subprocess.run(
        [
            TOOLS / "semgrep", "scan", "--config", RULES, "--json", "--quiet", "--metrics=off",
            "--disable-version-check", "--no-git-ignore", "--disable-nosem", "--max-target-bytes=0", *paths,
        ],
        cwd=root, capture_output=True, text=True, env={"PATH": f"{TOOLS}:/usr/bin:/bin", "HOME": str(TOOLS.parent)},
    )  # fmt: skip
    said = json.loads(done.stdout)
    assert said["errors"] == [], said["errors"][:3]
    assert said["paths"]["scanned"], "nothing was looked at"
    lines = {(one["check_id"].rpartition(".")[2], one["path"], one["start"]["line"]) for one in said["results"]}
    return Counter((rule, path) for rule, path, _ in lines)


def by_bandit(root: Path, *paths: str) -> Found:
    """From middling severity on; what is less is ruff's, in `make check`. No comment switches it off."""
    command = [TOOLS / "bandit", "--quiet", "--recursive", "--ignore-nosec", "-ll", "--format", "json", *paths]
    said = json.loads(subprocess.run(command, cwd=root, capture_output=True, text=True).stdout)
    assert said["errors"] == []
    return Counter((f"bandit {one['test_id']}", one["filename"].removeprefix("./")) for one in said["results"])


def test_nothing_is_found_but_what_is_named() -> None:
    found = by_semgrep(ROOT, *CODE, *SHOWN) + by_bandit(ROOT, *CODE)
    assert dict(found) == {place: often for place, (often, _) in ALLOWED.items()}


PLANTED: dict[str, list[tuple[str, str]]] = {
    "row-without-scope": [
        ("blueprints/a.py", "row = Registration.get(Registration.code == code)"),
        ("blueprints/a.py", "row = Evidence.get_or_none(Evidence.id == number)"),
        ("blueprints/a.py", "row = User.get_by_id(number)"),
        ("blueprints/a.py", "rows = list(Decision.select().where(Decision.id > 0))"),
    ],
    "found-without-scope": [("blueprints/a.py", "row = web.found(rows, code=code)")],
    "row-written-by-a-screen": [
        ("blueprints/a.py", "Note.create(text='x')"),
        ("blueprints/a.py", "User.update(role='administrator').where(User.code == code).execute()"),
        ("blueprints/a.py", "Evidence.delete().where(Evidence.code == code).execute()"),
    ],
    "sql-from-pieces": [
        ("domain/a.py", "db.execute_sql(f\"SELECT * FROM user WHERE email = '{email}'\")"),
        ("domain/a.py", "db.execute_sql('SELECT * FROM user WHERE email = ' + email)"),
        ("domain/a.py", "db.execute_sql('SELECT * FROM user WHERE id = %s' % number)"),
        ("models/a.py", "rows.order_by(SQL(f'{column} DESC'))"),
        ("models/a.py", "User.raw('SELECT * FROM user WHERE id = ' + number)"),
        ("integrations/a.py", 'said = f"DELETE FROM {table}"'),
        ("integrations/a.py", "cursor.execute('SELECT {}'.format(name))"),
    ],
    "html-not-escaped": [
        ("blueprints/a.py", "shown = Markup(typed)"),
        ("blueprints/a.py", "shown = Markup(f'<b>{typed}</b>')"),
        ("blueprints/a.py", "shown = render_template_string(typed)"),
    ],
    "safe-in-a-template": [
        ("templates/a.html", "<p>{{ typed|safe }}</p>"),
        ("templates/a.html", "<p>{{ typed | safe }}</p>"),
        ("templates/a.html", "{% autoescape false %}{{ typed }}{% endautoescape %}"),
    ],
    "shell-or-eval": [
        ("jobs/a.py", "subprocess.run(line, shell=True)"),
        ("jobs/a.py", "value = eval(typed)"),
        ("jobs/a.py", "value = pickle.loads(body)"),
    ],
    "asks-the-web": [
        ("integrations/a.py", "import requests"),
        ("jobs/a.py", "from urllib.request import urlopen"),
        ("domain/a.py", "import http.client"),
    ],
    "guessable": [("domain/a.py", "key = random.choice(letters)"), ("domain/a.py", "key = uuid.uuid4().hex")],
    "bandit B608": [("domain/a.py", 'sql = "SELECT * FROM user WHERE email = \'" + email + "\'"')],
    "bandit B602": [("jobs/a.py", "import subprocess\nsubprocess.run(line, shell=True)")],
    "bandit B324": [("domain/a.py", "import hashlib\nkey = hashlib.md5(body).hexdigest()")],
    "bandit B501": [("jobs/a.py", "import requests\nrequests.get(url, verify=False)")],
}
"""Rule -> faults of its kind, each in a file where it would be one."""


def test_every_rule_of_our_own_has_a_planted_fault() -> None:
    ours = [line.split(": ")[1] for line in RULES.read_text().splitlines() if line.startswith("  - id: ")]
    assert set(ours) == {name for name in PLANTED if not name.startswith("bandit")}


def test_each_planted_fault_is_found(tmp_path: Path) -> None:
    """Each in a file of its own, so that none hides behind another."""
    wanted: Found = Counter()
    for rule, faults in PLANTED.items():
        for number, (place, source) in enumerate(faults):
            path = Path(place).with_name(
                f"{rule.replace(' ', '_').replace('-', '_').lower()}_{number}{Path(place).suffix}"
            )
            (tmp_path / path).parent.mkdir(exist_ok=True)
            (tmp_path / path).write_text(f"{source}\n")
            wanted[rule, str(path)] = 1
    found = by_semgrep(tmp_path, ".") + by_bandit(tmp_path, ".")
    missed = [place for place in wanted if place not in found]
    assert missed == []


RIGHT = {
    "blueprints/right.py": (
        "row = web.found(Registration.visible_to(web.me()), code=code)\n"
        "rows = list(Registration.visible_to(person).limit(3))\n"
        "entry = web.found(Delivery.inbox_of(person), message_id=code)\n"
        "shown = Markup('<b>{}</b>').format(typed)\n"
        "word = WORDS.get(name, '')\n"
    ),
    "domain/right.py": "db.execute_sql('SELECT * FROM user WHERE email = ?', (email,))\n",
    "templates/right.html": "<p>{{ typed }} is safe here</p>\n",
}  # fmt: skip


def test_what_is_right_passes(tmp_path: Path) -> None:
    for place, source in RIGHT.items():
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).write_text(source)
    assert dict(by_semgrep(tmp_path, ".") + by_bandit(tmp_path, ".")) == {}
