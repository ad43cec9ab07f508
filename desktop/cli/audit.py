"""`jjak audit`: what a data set is, what is wrong with it, how much of it counts."""

from __future__ import annotations

from pathlib import Path

import click

from desktop.cli.common import as_json, language_option, path_argument, print_json, say, shown_progress
from desktop.cli.corrections import HELP as CORRECTIONS_HELP
from desktop.cli.corrections import corrections_from
from engine.audit.types import Audit, ChoiceSaid, LabelsSaid, PartSaid
from engine.dataset.corrections import Corrections
from engine.jobs import Json, Task, run
from engine.texts import Language, catalogue


@click.command()
@click.argument("path", type=path_argument)
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help=CORRECTIONS_HELP)
@click.option(
    "--of",
    "claimed",
    type=click.IntRange(min=1),
    metavar="N",
    help="PATH is a sample of N files: tell how many different contents all of them may hold.",
)
@click.option(
    "--accept-rules", is_flag=True, help="Redo the labels by every rule that is found, and look again."
)
@click.option("--quick", is_flag=True, help="Don't look for the same things on other backgrounds.")
@click.option("--fresh", is_flag=True, help="Forget what was kept of earlier audits, of any set, first.")
@as_json
@language_option
def audit(
    path: Path,
    settings: tuple[str, ...],
    claimed: int | None,
    accept_rules: bool,
    quick: bool,
    fresh: bool,
    as_json: bool,
    language: Language,
) -> None:
    """What the folder, archive or file PATH is, and how much of it counts.

    \b
    Where a guess is wrong, say what is right:
      jjak audit PATH --set columns.rating=target --set columns.note=ignore
      jjak audit PATH --set labels=name:0 --set encoding=cp949
      jjak audit PATH --set folders.extra=ignore --set pairing=none
      jjak audit PATH --set relabel="Cat =cat"
    """
    corrections = corrections_from(settings)
    if fresh:
        from engine.audit.kept import forget_all

        forget_all()
    result = _audited(path, corrections, claimed, not quick, language)
    if accept_rules and result.labels is not None and result.labels.rules:
        lines = (*corrections.relabel, *(rule.line for rule in result.labels.rules))
        result = _audited(
            path, corrections.model_copy(update={"relabel": lines}), claimed, not quick, language
        )
    if as_json:
        print_json(audit_document(result, language))
    else:
        _print_audit(result, language)


def _audited(
    path: Path, corrections: Corrections, claimed: int | None, deep: bool, language: Language
) -> Audit:
    params: dict[str, Json] = {
        "path": str(path),
        "previews": 0,
        "corrections": corrections.model_dump(mode="json"),
        "claimed": claimed,
        "deep": deep,
    }
    with shown_progress(catalogue("command").say("auditing", language)) as follow:
        return Audit.model_validate(run(Task("engine.audit.task", "run"), params, on_event=follow))


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
        "splits": audit.splits,
        "columns": list(audit.columns),
        "findings": findings,
        "effective": audit.effective.model_dump(),
        "volume": audit.volume,
        "taken": audit.taken,
        "origins": None if audit.origins is None else audit.origins.model_dump(),
        "extent": _extent(audit, language),
        "labels": None if audit.labels is None else _labels(audit.labels, language),
        "systems": list(audit.systems),
        "parts": [_part(part, language) for part in audit.parts],
        "choices": [_choice(choice, language) for choice in audit.choices],
        "corrections": audit.corrections.model_dump(mode="json", exclude_defaults=True),
    }


def _extent(audit: Audit, language: Language) -> dict[str, object] | None:
    """What all that is claimed may hold, and what of that is proved."""
    if audit.extent is None:
        return None
    said = audit.extent.said
    sentence = catalogue("findings").say(said.key, language, **said.values)
    return {**audit.extent.model_dump(), "volume": audit.extent.volume, "says": sentence}


def _labels(labels: LabelsSaid, language: Language) -> dict[str, object]:
    """What the labels are worth; each rule as it is accepted by ``--set relabel`` where that can say it."""
    document = labels.model_dump(exclude={"rules"})
    document["rules"] = [rule.model_dump(exclude={"samples"}, exclude_defaults=True) for rule in labels.rules]
    said = labels.said
    return {**document, "says": catalogue("findings").say(said.key, language, **said.values)}


def _part(part: PartSaid, language: Language) -> dict[str, object]:
    words = catalogue("findings")
    said = part.model_dump()
    said["evidence"] = [words.say(item.key, language, **item.values) for item in part.evidence]
    said["systems"] = list(part.systems)
    return said


def _choice(choice: ChoiceSaid, language: Language) -> dict[str, object]:
    """What may be corrected: each option by the value that ``--set`` takes, and in words."""
    words = catalogue("findings")
    options = [
        {
            "id": option.id,
            "says": words.say(option.key, language, **option.values),
            "covers": option.covers,
        }
        for option in choice.options
    ]
    return {
        "set": f"{choice.kind}.{choice.subject}" if choice.subject else choice.kind,
        "kind": choice.kind,
        "subject": choice.subject,
        "chosen": choice.chosen,
        "guessed": choice.guessed,
        "why": words.say(choice.why.key, language, **choice.why.values) if choice.why else "",
        "options": options,
    }


def _print_audit(audit: Audit, language: Language) -> None:
    words = catalogue("findings")
    form = words.say(f"form_{audit.form}", language)
    say("audit_form", language, name=audit.name, form=form, confidence=audit.confidence)
    for item in audit.evidence:
        click.echo("  " + words.say(item.key, language, **item.values))
    say("audit_counts", language, **audit.counts.model_dump())
    say("audit_effective", language, samples=audit.effective.samples, inputs=audit.counts.inputs)
    for told in (audit.extent, audit.labels):
        if told is not None:
            click.echo(words.say(told.said.key, language, **told.said.values))
    _print_rules(audit, language)
    for finding in audit.findings:
        name = words.say(f"chip_{finding.kind}", language)
        examples = ", ".join(sample.id for sample in finding.samples[:3])
        meaning = words.say(finding.kind, language)
        say("audit_finding", language, name=name, count=finding.count, meaning=meaning, samples=examples)
    _print_choices(audit, language)


def _print_rules(audit: Audit, language: Language) -> None:
    """The lines by which labels could be redone."""
    words = catalogue("findings")
    for rule in () if audit.labels is None else audit.labels.rules:
        said = rule.said
        click.echo("  " + words.say(said.key, language, **said.values))
    if audit.labels is not None and audit.labels.rules:
        say("audit_rules", language)


def _print_choices(audit: Audit, language: Language) -> None:
    """The choices between sources and rules, with the columns and folders that are corrected."""
    words = catalogue("findings")
    shown = [choice for choice in audit.choices if not choice.subject or choice.chosen != choice.guessed]
    if shown:
        say("audit_choices", language)
    for choice in shown:
        key = f"{choice.kind}.{choice.subject}" if choice.subject else choice.kind
        for option in choice.options:
            mark = "*" if option.id == choice.chosen else " "
            meaning = words.say(option.key, language, **option.values)
            click.echo(f"  {mark} {key}={option.id}  {meaning}")
