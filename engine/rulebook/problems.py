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
class Coverage:
    """How much was checked. ``cells`` of the verdict table, ``covered`` by exactly one row."""

    cells: int = 0
    covered: int = 0
    verdict_rows: int = 0
    advice_rows: int = 0
    questions: int = 0
    promises: int = 0
    sources: int = 0
    examples: int = 0


@dataclass(frozen=True)
class CheckReport:
    """What the checker found in one folder."""

    folder: str
    version: str
    digest: str
    problems: tuple[Problem, ...]
    coverage: Coverage

    def lines(self, language: Language) -> list[str]:
        """The report for people, a line each."""
        texts = catalogue("errors")
        numbers = vars(self.coverage)
        lines = [
            texts.say(
                "rules_checked", language, folder=self.folder, version=self.version, digest=self.digest[:12]
            ),
            texts.say("rules_cells", language, **numbers),
            texts.say("rules_counts", language, **numbers),
        ]
        lines += [problem.sentence(language) for problem in self.problems]
        if self.problems:
            lines.append(texts.say("rules_faults", language, count=len(self.problems)))
        else:
            lines.append(texts.say("rules_sound", language))
        return lines
