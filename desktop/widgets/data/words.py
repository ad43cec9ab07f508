"""What an audit says, in words: sentences of evidence, layouts, kinds of data, counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.i18n import language, number
from engine.texts import catalogue

if TYPE_CHECKING:
    from engine.audit.types import Audit, Counts, Evidence, ModalityPair, OptionSaid

QUITE_SURE, FAIRLY_SURE = 0.9, 0.7
COMPARING = ("comparing", "deep_comparing", "deep_joining")  # stages that count no files


def sentence(key: str, values: Mapping[str, int | str] | None = None) -> str:
    """A sentence of the findings' catalogue; empty for one that this version doesn't know.

    A case is kept for years, and its audit may name a reason that has gone since.
    """
    try:
        return catalogue("findings").say(key, language(), **_spelt(values or {}))
    except KeyError:
        return ""


def sentences(evidence: Iterable[Evidence]) -> list[str]:
    """Each reason as a sentence, those that can be said."""
    said = (sentence(item.key, item.values) for item in evidence)
    return [words for words in said if words]


def option_words(option: OptionSaid) -> str:
    """What an option is called."""
    return sentence(option.key, option.values) or option.id


def layout_words(layout: str) -> str:
    """How the files lie."""
    return sentence(f"layout_{layout}") or layout


def form_words(form: str) -> str:
    """The form, in a word or two."""
    return sentence(f"headline_{form}") or form


def kinds_of(pair: ModalityPair) -> list[str]:
    """What goes in and, if there is anything, what comes out."""
    return [pair.input, *([pair.target] if pair.target else [])]


def kinds_words(kinds: Sequence[str], layout: str = "") -> str:
    """``image → category``. In a set of several parts ``mixed`` means that they differ."""
    if layout == "mixed":
        several = QCoreApplication.translate("DataWords", "several kinds")
        return " → ".join(several if kind == "mixed" else _kind(kind) for kind in kinds)
    return " → ".join(map(_kind, kinds))


def sure_words(confidence: float) -> str:
    """How sure the form is, in words."""
    if confidence >= QUITE_SURE:
        return QCoreApplication.translate("DataWords", "quite sure")
    if confidence >= FAIRLY_SURE:
        return QCoreApplication.translate("DataWords", "fairly sure")
    return QCoreApplication.translate("DataWords", "not sure: please check")


def counts_words(counts: Counts) -> str:
    """Everything that was counted, in one line."""
    words = [
        QCoreApplication.translate("DataWords", "inputs: {count}").format(count=number(counts.inputs)),
        QCoreApplication.translate("DataWords", "with a target: {count}").format(count=number(counts.pairs)),
    ]
    if counts.classes:
        said = QCoreApplication.translate("DataWords", "classes: {count}")
        words.append(said.format(count=number(counts.classes)))
    if counts.unmatched_inputs and counts.pairs:
        said = QCoreApplication.translate("DataWords", "inputs without a target: {count}")
        words.append(said.format(count=number(counts.unmatched_inputs)))
    if counts.unmatched_targets:
        said = QCoreApplication.translate("DataWords", "targets without an input: {count}")
        words.append(said.format(count=number(counts.unmatched_targets)))
    return " · ".join(words)


def amount_words(audit: Audit, volume: str) -> str:
    """How many different contents there are among how many, and whether that is a lot."""
    kind = audit.modality.input
    if audit.extent is not None:
        said = audit.extent
        values: dict[str, int | str] = {"low": said.low, "high": said.high}
        claimed = sentence(f"amount_{kind}", {"count": said.claimed})
        return sentence("amount_claimed", {**values, "claimed": claimed, "volume": volume})
    found = audit.effective
    among = sentence(f"amount_{kind}", {"count": found.samples + sum(audit.taken.values())})
    if found.low != found.high:
        values = {"low": found.low, "high": found.high}
        return sentence("amount_between", {**values, "among": among, "volume": volume})
    return sentence("amount_seen", {"samples": found.samples, "among": among, "volume": volume})


def progress_words(stage: str, done: int | None, total: int | None) -> str:
    """What is done now, and how far it is."""
    if stage in ("", "listing", "examining") and not done:
        return QCoreApplication.translate("DataWords", "Looking for files…")
    alike = QCoreApplication.translate("DataWords", "Comparing what looks alike")
    words = {
        "examining_targets": QCoreApplication.translate("DataWords", "Reading the targets"),
        "comparing": QCoreApplication.translate("DataWords", "Looking for near copies"),
        "deep_reading": QCoreApplication.translate("DataWords", "Looking for the same on other backgrounds"),
        "deep_comparing": alike,
        "deep_joining": alike,
    }
    if stage in COMPARING or not done:
        return words.get(stage, "")
    count = QCoreApplication.translate("DataWords", "{done} files")
    if total is not None:
        count = QCoreApplication.translate("DataWords", "{done} of {total} files")
    counted = count.format(done=number(done), total=number(total or 0))
    return " · ".join(part for part in (words.get(stage, ""), counted) if part)


def _kind(kind: str) -> str:
    return sentence(f"modality_{kind}") or kind


def _spelt(values: Mapping[str, int | str]) -> dict[str, int | str]:
    """Whole numbers with their separators."""
    return {name: number(value) if isinstance(value, int) else value for name, value in values.items()}
