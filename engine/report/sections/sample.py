"""The sample: what it is, how much of it counts, what was found in it."""

from __future__ import annotations

from engine.audit.types import Audit, Evidence, Finding, FindingSample, LabelsSaid
from engine.report.quoting import Quoting, joined
from engine.report.sections.material import Material, two_a_row
from engine.report.types import Block, ItemList, ListItem, Paragraph, ReportSection, Subheading, Table
from engine.report.words import Words

CLASSES_NAMED = 12
EXAMPLES = 3
RULES_NAMED = 3
COPIES = ("exact_duplicates", "duplicate_rows")


def sample_section(material: Material) -> ReportSection:
    """What the audit measured."""
    words = material.words
    title = words.say("section_sample")
    if material.state.sample is None:
        return ReportSection(title, (Paragraph(material.empty("sample_none")),), id="sample")
    audit = material.state.sample.audit
    blocks: list[Block] = [
        profile_table(material, audit),
        Paragraph(words.say("effective_hint"), hint=True),
        Subheading(words.say("findings_heading")),
    ]
    if audit.findings:
        blocks.append(findings(material, audit))
    else:
        blocks.append(Paragraph(words.say("findings_none")))
    if audit.evidence and not material.for_client:
        items = tuple(ListItem(evidence(material, item)) for item in audit.evidence)
        blocks += [Subheading(words.say("evidence_heading")), ItemList(items)]
    return ReportSection(title, tuple(blocks), id="sample")


def profile_table(material: Material, audit: Audit) -> Table:
    """The profile; for the client small, two items a row."""
    header = (material.words.say("column_item"), material.words.say("column_value"))
    rows = profile(material, audit)
    if material.for_client:
        return two_a_row(header, rows, widths=(3, 5))
    return Table(header, rows, widths=(2, 5))


def profile(material: Material, audit: Audit) -> tuple[tuple[str, str], ...]:
    """The sample's form, counts and amount, as rows; counts of nothing are left out."""
    words = material.words
    target = audit.modality.target
    output = words.say("modality_none") if target is None else words.lookup("findings", f"modality_{target}")
    form = words.value("form", audit.form)
    counts = audit.counts
    rows = [
        ("row_name", Quoting(audit.name)),
        ("row_form", words.say("row_form_value", form=form, confidence=f"{audit.confidence * 100:.0f} %")),
        ("row_layout", words.lookup("findings", f"layout_{audit.layout}")),
        ("row_modality", f"{words.lookup('findings', f'modality_{audit.modality.input}')} → {output}"),
        ("row_inputs", words.amount(counts.inputs)),
        ("row_pairs", words.amount(counts.pairs)),
    ]
    rows += [
        (f"row_{name}", words.amount(count))
        for name, count in (
            ("unmatched_inputs", counts.unmatched_inputs),
            ("unmatched_targets", counts.unmatched_targets),
        )
        if count
    ]
    if audit.class_sizes:
        rows.append(("row_classes", classes(material, audit)))
    effective = audit.effective
    amounts = {"samples": effective.samples, "low": effective.low, "high": effective.high}
    values = {name: f"{amount:,}" for name, amount in amounts.items()}
    told = "row_effective_exact" if effective.low == effective.high else "row_effective_value"
    rows.append(("row_effective", words.say(told, **values)))
    if audit.taken:
        rows.append(("row_taken", taken(material, audit)))
    rows.append(("row_volume", words.value("volume", audit.volume)))
    if audit.extent is not None:
        rows.append(("row_extent", evidence(material, audit.extent.said)))
    if audit.labels is not None:
        rows.append(("row_labels", evidence(material, audit.labels.said)))
        if audit.labels.rules:
            rows.append(("row_rules", rules(material, audit.labels)))
    doubtful = sum(finding.count for finding in audit.findings if finding.kind == "doubtful_labels")
    if doubtful:
        rows.append(("row_doubtful", words.amount(doubtful)))
    return tuple((words.say(key), value) for key, value in rows)


def taken(material: Material, audit: Audit) -> str:
    """What each kind of finding takes away from the number, in its order."""
    words = material.words
    return joined(
        ", ",
        (
            words.say("taken_part", name=taken_name(words, kind), count=f"{count:,}")
            for kind, count in audit.taken.items()
        ),
    )


def taken_name(words: Words, kind: str) -> str:
    """What takes away, by the name of its finding."""
    if kind == "unusable":
        return words.say("taken_unusable")
    name = words.lookup("findings", f"chip_{kind}")
    return kind if name.startswith("chip_") else name


def rules(material: Material, labels: LabelsSaid) -> str:
    """The first lines by which labels can be redone, and how many more there are."""
    lines = [evidence(material, rule.said) for rule in labels.rules[:RULES_NAMED]]
    if len(labels.rules) > RULES_NAMED:
        lines.append(material.words.say("rules_more", count=str(len(labels.rules) - RULES_NAMED)))
    return joined("\n", lines)


def classes(material: Material, audit: Audit) -> str:
    """The classes by size, the largest first."""
    sizes = sorted(audit.class_sizes.items(), key=lambda entry: (-entry[1], entry[0]))
    named = [
        material.words.say("class_share", name=Quoting(name), count=f"{count:,}")
        for name, count in sizes[:CLASSES_NAMED]
    ]
    if len(sizes) > CLASSES_NAMED:
        named.append(material.words.say("classes_more", count=str(len(sizes) - CLASSES_NAMED)))
    return joined(", ", named)


def findings(material: Material, audit: Audit) -> Table:
    """What was found, the worst first."""
    words = material.words
    order = ("serious", "warning", "note")
    found = sorted(audit.findings, key=lambda finding: order.index(finding.severity))
    columns = ("finding", "meaning", "severity", "count", "examples")
    return Table(
        header=tuple(words.say(f"column_{name}") for name in columns),
        rows=tuple(row(material, finding) for finding in found),
        emphasis=frozenset(i for i, finding in enumerate(found) if finding.severity == "serious"),
        widths=(6, 10, 3, 3, 10),
        fine=material.for_client,
    )


def row(material: Material, finding: Finding) -> tuple[str, ...]:
    """One finding: what it is, what it means, how grave, how many, the first few."""
    words = material.words
    most = 1 if material.for_client else EXAMPLES
    return (
        finding_name(words, finding),
        words.lookup("findings", finding.kind),
        words.say(f"severity_{finding.severity}"),
        f"{finding.count:,}",
        joined("\n", (example(words, finding, sample) for sample in finding.samples[:most])),
    )


def finding_name(words: Words, finding: Finding) -> str:
    """What a finding is called in a word or two; its code where this version has no name for it."""
    name = words.lookup("findings", f"chip_{finding.kind}")
    return finding.kind if name.startswith("chip_") else name


def example(words: Words, finding: Finding, sample: FindingSample) -> str:
    """One sample of a finding, with its reason or its twin."""
    if not sample.detail:
        return Quoting(sample.id)
    if finding.kind == "unreadable":
        reason = words.lookup("findings", sample.detail)
        return words.say("example_detail", sample=Quoting(sample.id), detail=reason)
    text = "example_copy" if finding.kind in COPIES else "example_detail"
    return words.say(text, sample=Quoting(sample.id), detail=Quoting(sample.detail))


def evidence(material: Material, item: Evidence) -> str:
    """A reason for the form; the names in it are the client's."""
    values = {
        name: f"{value:,}" if isinstance(value, int) else Quoting(value)
        for name, value in item.values.items()
    }
    return material.words.lookup("findings", item.key, values)
