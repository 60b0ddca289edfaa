"""`flask --app app check NAME`: what do we know that looks like this company, how alike is it, and why?"""

from __future__ import annotations

import json
from typing import Any

import click

from domain import checks
from domain.checks import Look, Prospect
from domain.clash import CLASH_WORDS
from domain.lookup import Finding
from domain.matching import in_english
from domain.refusals import Invalid


@click.command()
@click.argument("name", default="")
@click.option("--domain", default="", help="Web or mail address.")
@click.option("--country", default="", help="Two letters: DE.")
@click.option("--city", default="")
@click.option("--vat", default="", help="VAT or register number.")
@click.option("--line", default="", help="Code of the product line.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def check(as_json: bool, **typed: str) -> None:
    """Say how a check of NAME is answered, with score, reasons and candidates. Leaves no receipt, spends no budget."""
    try:
        look = checks.explain(Prospect(**typed))
    except Invalid as wrong:
        raise click.ClickException(wrong.message) from None
    click.echo(json.dumps(_as_json(look), ensure_ascii=False, indent=2) if as_json else _as_text(look))


def _as_json(look: Look) -> dict[str, Any]:
    return {
        "verdict": look.verdict, "score": look.score, "milliseconds": round(look.milliseconds, 1),
        "stages": {name: round(spent, 2) for name, spent in look.stages.items()},
        "candidates": [_candidate(finding) for finding in look.findings],
        "begun": [{"kind": str(one.kind), "ref": one.ref, "name": one.company.name} for one in look.begun],
    }  # fmt: skip


def _candidate(finding: Finding) -> dict[str, Any]:
    clash = finding.clash
    return {
        "kind": finding.kind, "ref": finding.ref, "name": finding.company.name, "domain": finding.company.domain,
        "country": finding.company.country, "city": finding.company.city, "score": finding.likeness.score,
        "level": str(finding.likeness.level), "effect": str(clash.effect) if clash else None,
        "why": clash.why if clash else None,
        "reasons": [{"code": r.code, "detail": r.detail, "is_for": r.is_for} for r in finding.likeness.reasons],
    }  # fmt: skip


def _as_text(look: Look) -> str:
    lines = [f"{look.verdict}   score {look.score}   {look.milliseconds:.1f} ms"]
    for finding in look.findings:
        does = f"{finding.clash.effect}: {CLASH_WORDS[finding.clash.why]}" if finding.clash else "no matter"
        place = ", ".join(filter(None, (finding.company.domain, finding.company.city, finding.company.country)))
        lines.append(f"\n{finding.likeness.score:3}  {finding.kind} {finding.ref}: {finding.company.name} ({place})")
        lines.append(f"     {does}")
        lines += [f"     {'+' if reason.is_for else '−'} {in_english(reason)}" for reason in finding.likeness.reasons]
    if not look.findings:
        lines.append("Nothing we know looks like it.")
    if look.begun:
        lines += ["", "Begins like it:", *(f"     {one.kind} {one.ref}: {one.company.name}" for one in look.begun)]
    return "\n".join(lines)
