"""What is wrong with a rule book: where, which rule, what, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.errors import Detail, UserError
from engine.texts import Language, catalogue


@dataclass(frozen=True)
class Problem:
    """One fault. ``code``: the entry ``rule_<code>`` of the errors catalogue; ``line`` from 1."""

    code: str
    file: str
    line: int
    rule: str
    details: Mapping[str, Detail] = field(default_factory=dict)

    def sentence(self, language: Language) -> str:
        """Where, which rule, what is wrong and how to mend it, as one sentence."""
        what = catalogue("errors").say(f"rule_{self.code}", language, **{"rule": self.rule, **self.details})
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where} [{self.rule}] {what}" if self.rule else f"{where} {what}"


class RuleBookError(UserError):
    """The rule book is not sound; ``problems`` lists every fault that was found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("rulebook_faulty", count=len(problems))
        self.problems = problems

    def sentence(self, language: Language) -> str:
        """How many faults there are, and the first of them, as one sentence."""
        first = self.problems[0].sentence(language)
        return catalogue("errors").say("rulebook_faulty", language, count=len(self.problems), first=first)


@dataclass(frozen=True)
class TableCoverage:
    """A decision table: its ``cells``, those ``covered`` by a row, and how many rows there are."""

    table: str
    cells: int
    covered: int
    rows: int


@dataclass(frozen=True)
class Coverage:
    """How much was checked."""

    tables: tuple[TableCoverage, ...] = ()
    advice_rows: int = 0
    questions: int = 0
    promises: int = 0
    sources: int = 0
    guides: int = 0
    cards: int = 0
    notes: int = 0
    practice: int = 0
    examples: int = 0
    golden: int = 0


_SECTIONS = {
    "gaps": ("gap",),
    "overlaps": ("overlap", "shadowed"),
    "unreachable": ("unreachable",),
    "dead": ("dead_question",),
    "unshown": ("no_example", "value_without_example"),
    "golden": ("golden_differs", "golden_unknown"),
}
"""What is always told, even when there is none: the key of its line → the codes it counts."""


@dataclass(frozen=True)
class CheckReport:
    """What the checker found in one folder."""

    folder: str
    version: str
    digest: str
    problems: tuple[Problem, ...]
    coverage: Coverage

    def counts(self) -> dict[str, int]:
        """How many gaps, overlaps, unreachable rows, dead questions and rows without an example."""
        return {
            section: sum(problem.code in codes for problem in self.problems)
            for section, codes in _SECTIONS.items()
        }

    def lines(self, language: Language) -> list[str]:
        """The report for people, a line each."""
        texts = catalogue("errors")
        lines = [
            texts.say(
                "rules_checked", language, folder=self.folder, version=self.version, digest=self.digest[:12]
            )
        ]
        lines += [texts.say("rules_cells", language, **vars(table)) for table in self.coverage.tables]
        numbers = {name: value for name, value in vars(self.coverage).items() if name != "tables"}
        lines.append(texts.say("rules_counts", language, **numbers))
        lines += [
            texts.say(f"rules_{section}", language, count=count) for section, count in self.counts().items()
        ]
        lines += [problem.sentence(language) for problem in self.problems]
        if self.problems:
            lines.append(texts.say("rules_faults", language, count=len(self.problems)))
        else:
            lines.append(texts.say("rules_sound", language))
        return lines
