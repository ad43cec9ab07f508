"""`jjak audit`: what a data set is, what is wrong with it, how much of it counts."""

from __future__ import annotations

from pathlib import Path

import click

from desktop.cli.common import as_json, language_option, path_argument, print_json, say, shown_progress
from engine.audit.types import Audit, PartSaid
from engine.jobs import Task, run
from engine.texts import Language, catalogue


@click.command()
@click.argument("path", type=path_argument)
@as_json
@language_option
def audit(path: Path, as_json: bool, language: Language) -> None:
    """What the folder, zip or file PATH is, and how much of it counts."""
    with shown_progress(catalogue("command").say("auditing", language)) as follow:
        raw = run(Task("engine.audit.task", "run"), {"path": str(path), "previews": 0}, on_event=follow)
    result = Audit.model_validate(raw)
    if as_json:
        print_json(audit_document(result, language))
    else:
        _print_audit(result, language)


def audit_document(audit: Audit, language: Language) -> dict[str, object]:
    """The shape that `jjak audit --json` promises; ``evidence`` is in words."""
    words = catalogue("findings")
    findings = []
    for finding in audit.findings:
        entry: dict[str, object] = {
            "kind": finding.kind,
            "severity": finding.severity,
            "count": finding.count,
            "samples": [sample.id for sample in finding.samples],
        }
        details = {sample.id: sample.detail for sample in finding.samples if sample.detail}
        if details:
            entry["details"] = details
        findings.append(entry)
    return {
        "name": audit.name,
        "form": audit.form,
        "confidence": audit.confidence,
        "layout": audit.layout,
        "evidence": [words.say(item.key, language, **item.values) for item in audit.evidence],
        "modality": audit.modality.model_dump(),
        "counts": audit.counts.model_dump(),
        "classes": audit.class_sizes,
        "columns": list(audit.columns),
        "findings": findings,
        "effective": audit.effective.model_dump(),
        "volume": audit.volume,
        "systems": list(audit.systems),
        "parts": [_part(part, language) for part in audit.parts],
    }


def _part(part: PartSaid, language: Language) -> dict[str, object]:
    words = catalogue("findings")
    said = part.model_dump()
    said["evidence"] = [words.say(item.key, language, **item.values) for item in part.evidence]
    said["systems"] = list(part.systems)
    return said


def _print_audit(audit: Audit, language: Language) -> None:
    words = catalogue("findings")
    form = words.say(f"form_{audit.form}", language)
    say("audit_form", language, name=audit.name, form=form, confidence=audit.confidence)
    for item in audit.evidence:
        click.echo("  " + words.say(item.key, language, **item.values))
    say("audit_counts", language, **audit.counts.model_dump())
    say("audit_effective", language, samples=audit.effective.samples, inputs=audit.counts.inputs)
    for finding in audit.findings:
        name = words.say(f"chip_{finding.kind}", language)
        examples = ", ".join(sample.id for sample in finding.samples[:3])
        meaning = words.say(finding.kind, language)
        say("audit_finding", language, name=name, count=finding.count, meaning=meaning, samples=examples)
