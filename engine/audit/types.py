"""The audit of a sample: what it is, what is wrong with it, how much of it counts."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from engine.dataset.corrections import ChoiceKind, Corrections, RelabelLine, RuleKind
from engine.dataset.types import Form, Layout, Modality

Severity = Literal["note", "warning", "serious"]
Volume = Literal["many", "few", "too_few"]
LabelVerdict = Literal["good", "repairable", "disordered"]
SO_FAR = "looked_so_far"
"""Key of the evidence that says how far an audit is that isn't finished."""


class Model(BaseModel):
    """Base: frozen and strict about its keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class FindingSample(Model):
    """A sample that a finding concerns; ``detail`` names its reason or its twin."""

    id: str
    detail: str = ""


class Finding(Model):
    """One coded finding; its words are ``findings.toml``'s entry of ``kind``.

    ``count``: how many samples it concerns; ``samples``: the first of them.
    """

    kind: str
    severity: Severity
    count: int
    samples: tuple[FindingSample, ...] = ()


class Evidence(Model):
    """A reason for the form: a key of ``findings.toml`` and the values it names."""

    key: str
    values: dict[str, int | str] = {}


class Counts(Model):
    """``inputs``: readable samples on the input side, duplicates counted; ``pairs``: those
    tied to a usable target; ``classes``: how many different labels."""

    inputs: int
    pairs: int
    unmatched_inputs: int
    unmatched_targets: int
    classes: int


class Effective(Model):
    """Distinct, usable samples, with a low and a high estimate."""

    samples: int
    low: int
    high: int


class ModalityPair(Model):
    """What goes in and what comes out; ``target`` is None where there is none."""

    input: Modality
    target: Modality | None


class OptionSaid(Model):
    """One way to read the set: see ``engine.dataset.corrections.Option``."""

    id: str
    key: str
    values: dict[str, int | str] = {}
    covers: int = 0


class ChoiceSaid(Model):
    """What the user may correct: see ``engine.dataset.corrections.Choice``."""

    kind: ChoiceKind
    subject: str = ""
    options: tuple[OptionSaid, ...]
    chosen: str
    guessed: str
    why: Evidence | None = None


class PartSaid(Model):
    """What one part of a mixed set is by itself."""

    name: str
    form: Form
    confidence: float
    layout: Layout
    modality: ModalityPair
    counts: Counts
    systems: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class RuleSaid(Model):
    """A line by which labels can be redone: see ``engine.audit.relabel.types.Rule``."""

    kind: RuleKind
    label: str
    becomes: str
    count: int
    support: float
    where: tuple[str, str] | None = None
    says: dict[str, str] = {}  # better_source: each value of the context → the label
    samples: str = ""  # swap: which ones look like what they become, as ``named_samples`` keeps them

    @property
    def line(self) -> RelabelLine:
        """What is kept of the rule once it is accepted."""
        return RelabelLine(**self.model_dump(include=set(RelabelLine.model_fields)))

    @property
    def said(self) -> Evidence:
        """The line in words."""
        values: dict[str, int | str] = {
            "label": self.label,
            "becomes": self.becomes,
            "count": f"{self.count:,}",
        }
        if self.where is not None:
            values |= {"place": self.where[0], "value": self.where[1]}
        key = "rule_source" if self.says else "rule_there" if self.where is not None else "rule_everywhere"
        return Evidence(key=key, values=values)


class LabelsSaid(Model):
    """What the labels are worth, told from ``weighed`` samples.

    ``verdict``: None where nothing can be said. ``share`` of wrong ones, between ``low`` and
    ``high``; not ``known``: contents don't tell the classes apart, and ``high`` is all that is
    known. ``changed``: the share of labels that the ``rules`` change. ``accepted``: lines by which
    these labels are redone already.
    """

    verdict: LabelVerdict | None
    weighed: int
    known: bool
    share: float | None
    low: float | None
    high: float | None
    changed: float
    rules: tuple[RuleSaid, ...] = ()
    accepted: int = 0

    @property
    def said(self) -> Evidence:
        """The verdict in one sentence: what share is wrong, or that it can't be told."""
        key = f"labels_{self.verdict}" if self.verdict is not None else "labels_untold"
        key += "" if self.known or self.verdict is None else "_bare"
        key += "_after" if self.accepted else ""
        values: dict[str, int | str] = {"lines": self.accepted, "rules": len(self.rules)}
        for name in ("share", "low", "high"):
            values[name] = f"{100 * (getattr(self, name) or 0.0):.1f}"
        return Evidence(key=key, values={**values, "weighed": f"{self.weighed:,}"})


class ExtentSaid(Model):
    """Different contents among all ``claimed`` files, told from the sample; a 90 % interval.

    ``least`` and ``most``: what its ends come to. ``proved``: the sample alone holds many, so that
    there are no fewer in all. That there are few is never proved by a sample.
    """

    claimed: int
    samples: int
    low: int
    high: int
    least: Volume = "too_few"
    most: Volume = "many"
    proved: bool = False

    @property
    def volume(self) -> Volume | None:
        """What there is in all, proved or likely; None where the interval leaves it open."""
        if self.proved:
            return "many"
        return self.least if self.least == self.most else None

    @property
    def said(self) -> Evidence:
        """All of it in one sentence."""
        key = f"extent_open_{self.least}_{self.most}"
        if self.volume is not None:
            key = f"extent_{'proved' if self.proved else 'likely'}_{self.volume}"
        values = {"claimed": self.claimed, "low": self.low, "high": self.high}
        return Evidence(key=key, values={name: f"{value:,}" for name, value in values.items()})


class OriginsSaid(Model):
    """So many independent ``origins`` (patients, videos, bursts …) that ``samples`` come from.

    ``how`` it is told, and ``where``: the column, or the place in names and folders.
    """

    how: Literal["column", "name", "folder", "frames", "bursts"]
    where: str = ""
    origins: int
    samples: int
    confidence: float


class Preview(Model):
    """One sample to show. Pictures are PNG or JPEG, base64, at most 192 px; texts are cut."""

    id: str
    input_image: str | None = None
    input_text: str | None = None
    target_image: str | None = None
    target_text: str | None = None


class Audit(Model):
    """The whole result; ``jjak audit --json`` prints it without ``previews``."""

    name: str
    path: str
    form: Form
    confidence: float
    layout: Layout
    evidence: tuple[Evidence, ...]
    modality: ModalityPair
    counts: Counts
    class_sizes: dict[str, int]
    findings: tuple[Finding, ...]
    effective: Effective
    volume: Volume
    previews: tuple[Preview, ...] = ()
    columns: tuple[str, ...] = ()  # tables: names of the columns, in order
    systems: tuple[str, ...] = ()  # ids of the systems that this X → y fits, the best first
    parts: tuple[PartSaid, ...] = ()  # of a mixed set
    splits: dict[str, int] = {}  # train, val, test …: readable inputs of each
    choices: tuple[ChoiceSaid, ...] = ()  # what the user may correct; the doubtful ones first
    corrections: Corrections = Corrections()  # what she has corrected already
    labels: LabelsSaid | None = None  # of sets whose targets are classes
    extent: ExtentSaid | None = None  # where it was said how many files there are in all
    origins: OriginsSaid | None = None  # None: nothing tells that samples belong together
    distinct_classes: dict[str, int] = {}  # different usable contents of each class
    taken: dict[str, int] = {}  # kind of finding → usable samples that it takes away from the number

    @property
    def unfinished(self) -> bool:
        """Told while samples are still being looked at: its numbers grow, and judge nothing yet."""
        return any(item.key == SO_FAR for item in self.evidence)
