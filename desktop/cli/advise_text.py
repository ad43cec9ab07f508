"""Advice in words, a group at a time: what `jjak advise` prints without --json."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import click

from desktop.cli.common import say
from engine.advice.types import (
    Advice,
    AdviceLine,
    Change,
    Explanation,
    GuideLine,
    Nearly,
    Need,
    TodayLine,
    Trace,
)
from engine.rulebook.conditions import SEVERAL
from engine.rulebook.types import LineKind, Question, RuleBook, Source
from engine.texts import Language, catalogue

_MOST_NEARLY = 8
_MOST_CHANGES = 6


def print_advice(
    advice: Advice,
    explanation: Explanation,
    book: RuleBook,
    language: Language,
    unused: Sequence[str] = (),
) -> None:
    """Everything that the book says to these answers, on stdout; ``unused``: questions whose
    answers counted for nothing."""
    printer = _Printer(advice, book, language)
    printer.verdict()
    printer.lines("group_steps", "step", numbered=True)
    printer.lines("group_conditions", "condition")
    printer.lines("group_cautions", "caution")
    printer.today()
    printer.task()
    printer.guides()
    printer.nearly(explanation.nearly)
    printer.changes(explanation.changes)
    printer.ask()
    printer.lines("group_law", "question")
    printer.never()
    printer.unused(unused)
    printer.packs()


class _Printer:
    """Prints one advice in one language."""

    def __init__(self, advice: Advice, book: RuleBook, language: Language) -> None:
        self.advice = advice
        self.book = book
        self.language: Language = language
        self.questions = {question.id: question for question in book.questions}

    # The groups

    def verdict(self) -> None:
        ruling = self.advice.ruling
        if ruling is None:
            known, of = self.advice.deciding
            self.say("no_verdict", known=known, of=of)
            if self.advice.decide_next is not None:
                self.say("decide_next", text=self.advice.decide_next.text.say(self.language))
            return
        trace = ruling.trace
        headline = ruling.headline.say(self.language)
        self.say(f"verdict_{ruling.verdict}", headline=headline, rule=trace.rule, pack=self.pack(trace.pack))
        self.say("because", text=trace.because.say(self.language))
        for cell in trace.cells:
            origin = catalogue("report").say(f"origin_{cell.origin}", self.language)
            self.say(
                "fact", fact=self.fact(cell.fact), value=self.value(cell.fact, cell.value), origin=origin
            )

    def lines(self, group: str, kind: LineKind, numbered: bool = False) -> None:
        lines = [line for line in self.advice.lines if line.kind == kind]
        self.group(group, lines)
        for number, line in enumerate(lines, start=1):
            self.say("step" if numbered else "line", number=number, **self.told(line))

    def today(self) -> None:
        self.group("group_today", self.advice.today)
        for line in self.advice.today:
            self.today_line(line)

    def task(self) -> None:
        framing = self.advice.framing
        if framing is None:
            return
        self.group("group_task", [framing])
        shape, task = framing.shape.title.say(self.language), framing.task.say(self.language)
        self.say("task", task=task, shape=shape, **self.cited(framing.trace))
        self.say("detail", text=framing.trace.because.say(self.language))
        if framing.disagrees:
            self.say("disagrees")

    def guides(self) -> None:
        if not self.advice.guides:
            return
        self.group("group_guides", self.advice.guides)
        volume = self.advice.facts.get("volume")
        for cut in self.book.cuts:
            if volume is not None and cut.value == volume.value:
                source = ", ".join(cut.source)
                self.say(
                    "deck_cut", title=cut.title.say(self.language), least=f"{cut.least:,}", source=source
                )
        for line in self.advice.guides:
            self.guide(line)

    def nearly(self, nearly: Sequence[Nearly]) -> None:
        self.group("group_nearly", nearly)
        for entry in nearly[:_MOST_NEARLY]:
            text = entry.text.say(self.language)
            self.say("nearly", need=self.need(entry.need), text=text, rule=entry.rule)
        self.more(len(nearly) - _MOST_NEARLY)

    def changes(self, changes: Sequence[Change]) -> None:
        self.group("group_changes" if self.advice.ruling else "group_decides", changes)
        for entry in changes[:_MOST_CHANGES]:
            needs = ", ".join(self.need(need) for need in entry.needs)
            headline = entry.headline.say(self.language)
            self.say(f"change_{entry.verdict}", needs=needs, headline=headline, rule=entry.rule)
        self.more(len(changes) - _MOST_CHANGES)

    def ask(self) -> None:
        self.group("group_ask", self.advice.ask_client)
        for question in self.advice.ask_client:
            self.say("plain", text=question.ask.say(self.language))

    def never(self) -> None:
        self.group("group_never", self.advice.never_say)
        for rule in self.advice.never_say:
            self.say("never", text=rule.promise.say(self.language), instead=rule.instead.say(self.language))

    def unused(self, questions: Sequence[str]) -> None:
        self.group("group_unused", questions)
        for name in questions:
            self.say("unused", name=name, text=self.questions[name].text.say(self.language))

    def packs(self) -> None:
        off = sorted(self.advice.without)
        self.group("group_packs", off)
        for pack in off:
            self.say("plain", text=self.pack(pack))

    # The lines

    def today_line(self, line: TodayLine) -> None:
        headline = line.headline.say(self.language)
        self.say(f"outlook_{line.outlook}", headline=headline, **self.cited(line.trace))
        if line.if_:
            needs = ", ".join(self.wanted(fact, values) for fact, values in line.if_.items())
            self.say("today_if", needs=needs)
        self.say("detail", text=line.text.say(self.language))
        self.say("today_need", text=line.need.say(self.language))

    def guide(self, line: GuideLine) -> None:
        guide = line.guide
        marks = {"mark_start": guide.start, "mark_works": guide.works, "mark_strong": guide.strong}
        words = [
            self.word(key, least=f"{mark.least:,}", source=mark.source, date=mark.date)
            for key, mark in marks.items()
            if mark is not None
        ]
        task, unit = guide.task.say(self.language), guide.unit.say(self.language)
        shown = {"task": task, "unit": unit, "marks": " · ".join(words)}
        if line.count is None or line.reached is None:
            self.say("guide", **shown)
        else:
            reached = self.word(f"reached_{line.reached}")
            self.say("guide_counted", count=f"{line.count:,}", reached=reached, **shown)

    def told(self, line: AdviceLine) -> Mapping[str, str]:
        return {
            "text": line.text.say(self.language),
            "pack": self.pack(line.trace.pack),
            **self.cited(line.trace),
        }

    def cited(self, trace: Trace) -> Mapping[str, str]:
        return {"rule": trace.rule, "source": _ids(trace.source)}

    # The words

    def say(self, key: str, **values: object) -> None:
        say(key, self.language, **values)

    def word(self, key: str, **values: object) -> str:
        return catalogue("command").say(key, self.language, **values)

    def group(self, key: str, content: Sequence[object]) -> None:
        """The heading of a group that has something in it."""
        if content:
            click.echo()
            self.say(key)

    def more(self, count: int) -> None:
        if count > 0:
            self.say("more", count=count)

    def pack(self, identifier: str) -> str:
        pack = self.book.packs.get(identifier)
        return identifier if pack is None else pack.title.say(self.language)

    def need(self, need: Need) -> str:
        if need.now is None:
            return self.word("need", **self.wanting(need.fact, need.values), now=self.word("not_known"))
        return self.word("need", **self.wanting(need.fact, need.values), now=self.value(need.fact, need.now))

    def wanted(self, fact: str, values: Iterable[str]) -> str:
        return self.word("need_open", **self.wanting(fact, values))

    def wanting(self, fact: str, values: Iterable[str]) -> Mapping[str, str]:
        return {"fact": self.fact(fact), "values": " | ".join(self.value(fact, value) for value in values)}

    def fact(self, fact: str) -> str:
        """A fact's short name; where the report has none, its question."""
        short = catalogue("report").texts.get(f"fact_{fact}")
        if short is not None:
            return short.say(self.language)
        question = self.questions.get(fact)
        return fact if question is None else question.text.say(self.language)

    def value(self, fact: str, value: str) -> str:
        """A fact's value in the words of its option."""
        short = catalogue("report").texts.get(f"value_{fact}_{value}")
        if short is not None:
            return short.say(self.language)
        question = self.questions.get(fact)
        return ", ".join(_option(question, part, self.language) for part in value.split(SEVERAL))


def _option(question: Question | None, value: str, language: Language) -> str:
    for option in question.options if question is not None else ():
        if option.value == value:
            return option.text.say(language)
    return value


def _ids(sources: tuple[Source, ...]) -> str:
    return ", ".join(source.id for source in sources)
