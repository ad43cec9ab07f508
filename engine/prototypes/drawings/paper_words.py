"""What papers say: the rows of an invented receipt, letter or notice, put together of phrases and numbers."""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from numpy.random import Generator
from pydantic import BaseModel, ConfigDict

from engine.texts import Language

Side = Literal["left", "middle", "right"]
SLOT = re.compile(r"\{(\w+)\}")
SIGNS = string.digits + string.ascii_letters + 2 * string.punctuation
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
RULES = "-=*_"


@dataclass(frozen=True)
class Cell:
    """``at``: of the page's width, where its ``side`` stands."""

    text: str
    at: float = 0.0
    side: Side = "left"


@dataclass(frozen=True)
class Row:
    """``scale``: of its letters; ``rule``: what a line across is made of, which says nothing."""

    cells: tuple[Cell, ...] = ()
    scale: float = 1.0
    rule: str = ""


class Phrases(BaseModel):
    """Phrases of one language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    shops: tuple[str, ...]
    marks: tuple[str, ...]
    places: tuple[str, ...]
    titles: tuple[str, ...]
    facts: tuple[str, ...]
    columns: tuple[str, ...]
    goods: tuple[str, ...]
    totals: tuple[str, ...]
    thanks: tuple[str, ...]
    people: tuple[str, ...]
    greetings: tuple[str, ...]
    letters: tuple[str, ...]
    notices: tuple[str, ...]


def written_rows(random: Generator, kind: str, language: Language) -> list[Row]:
    """The rows of one paper from the top; in English now and then all in capitals."""
    rows = {"receipt": _receipt, "letter": _letter, "notice": _notice}[kind](_Writer(random, language))
    if language == "en" and random.random() < (0.6 if kind == "receipt" else 0.15):
        return [
            Row(tuple(Cell(c.text.upper(), c.at, c.side) for c in row.cells), row.scale, row.rule)
            for row in rows
        ]
    return rows


@lru_cache(maxsize=1)
def _phrases() -> dict[str, Phrases]:
    text = (files("assets") / "prototypes" / "papers.toml").read_text(encoding="utf-8")
    return {language: Phrases.model_validate(said) for language, said in tomllib.loads(text).items()}


class _Writer:
    """Draws phrases and fills their gaps."""

    def __init__(self, random: Generator, language: Language) -> None:
        self.random, self.language, self.said = random, language, _phrases()[language]
        self.won = "원" if language == "ko" and random.random() < 0.5 else ""
        self.whole = language == "ko"  # prices have no decimals
        self.dated = int(random.integers(6))
        self._slots: dict[str, Callable[[], str]] = {
            "n": lambda: str(self.random.integers(10)),
            "A": lambda: string.ascii_uppercase[int(self.random.integers(26))],
            "date": self.date, "time": self.clock, "price": self.price, "phone": self.phone,
            "code": self.code, "person": lambda: self.one(self.said.people),
        }  # fmt: skip

    def one(self, phrases: Sequence[str]) -> str:
        """One of them, filled in."""
        return self.filled(phrases[int(self.random.integers(len(phrases)))])

    def some(self, phrases: Sequence[str], least: int, most: int) -> list[str]:
        """Different ones of them, filled in."""
        count = int(self.random.integers(least, most + 1))
        return [self.filled(phrases[place]) for place in self.random.permutation(len(phrases))[:count]]

    def filled(self, phrase: str) -> str:
        """The phrase with its gaps filled."""
        return SLOT.sub(lambda gap: self._slots[gap[1]](), phrase)

    def number(self, least: int, most: int) -> int:
        """Between these, both counted."""
        return int(self.random.integers(least, most + 1))

    def chance(self, share: float) -> bool:
        """Happens so often."""
        return bool(self.random.random() < share)

    def price(self, value: int | None = None) -> str:
        """A sum as such a paper writes it; ``value``: in hundredths, or in hundreds where it is whole."""
        value = self.number(5, 400) * (1 if self.whole else 10) if value is None else value
        return f"{value * 100:,}{self.won}" if self.whole else f"{value / 100:,.2f}"

    def date(self) -> str:
        """A date, in the one form of this paper."""
        year, month, day = self.number(2009, 2026), self.number(1, 12), self.number(1, 28)
        forms = (
            f"{year}-{month:02d}-{day:02d}", f"{day:02d}/{month:02d}/{year}", f"{year}.{month:02d}.{day:02d}",
            f"{day:02d}-{month:02d}-{year % 100:02d}", f"{year}/{month}/{day}",
            f"{year}년 {month}월 {day}일" if self.language == "ko" else f"{day} {MONTHS[month - 1]} {year}",
        )  # fmt: skip
        return forms[self.dated]

    def clock(self) -> str:
        """A time of day."""
        hour, minute, second = self.number(0, 23), self.number(0, 59), self.number(0, 59)
        if self.dated % 2:
            return f"{hour:02d}:{minute:02d}:{second:02d}"
        return f"{(hour - 1) % 12 + 1}:{minute:02d} {'AM' if hour < 12 else 'PM'}"

    def phone(self) -> str:
        """A telephone number."""
        first, second = self.number(100, 9999), self.number(0, 9999)
        area = f"0{self.number(2, 64)}"
        return self.one(
            (f"{area}-{first}-{second:04d}", f"{area}-{first} {second:04d}", f"({area}){first}{second:04d}")
        )

    def code(self) -> str:
        """Letters and digits, now and then of any sign there is."""
        if self.chance(0.15):
            return "".join(SIGNS[place] for place in self.random.integers(len(SIGNS), size=self.number(4, 8)))
        head = "".join(
            string.ascii_uppercase[place] for place in self.random.integers(26, size=self.number(0, 3))
        )
        return f"{head}{self.number(0, 10 ** self.number(3, 9)):04d}" + (
            "-" + str(self.number(0, 99))
        ) * self.chance(0.3)


def _receipt(say: _Writer) -> list[Row]:
    said = say.said
    side: Side = "middle" if say.chance(0.6) else "left"
    at = 0.5 if side == "middle" else 0.0
    heads = [*say.some(said.marks, 0, 2), *say.some(said.places, 1, 2)]
    heads.append(f"{'TEL' if say.chance(0.7) else 'Tel.'}{':' if say.chance(0.7) else ''} {say.phone()}")
    rows = [Row((Cell(say.one(said.shops), at, side),), say.random.uniform(1, 1.35))]
    rows += [Row((Cell(text, at, side),)) for text in heads]
    rows.append(Row((Cell(say.one(said.titles), 0.5, "middle"),), say.random.uniform(1, 1.3)))
    rows += [Row((Cell(text),)) for text in say.some(said.facts, 1, 3)]
    rule = Row(rule=RULES[say.number(0, len(RULES) - 1)])
    goods, total = _goods(say)
    rows += [rule, *goods, rule, *_sums(say, total)]
    return [*rows, rule, *(Row((Cell(text, at, side),)) for text in say.some(said.thanks, 1, 3))]


def _goods(say: _Writer) -> tuple[list[Row], int]:
    """What was bought, in one of three ways to set it, and what it comes to."""
    way, total = say.number(0, 2), 0
    ends = (0.0, 0.55, 0.78, 1.0)
    rows: list[Row] = []
    if way:
        heads = zip(say.said.columns, ends, strict=True)
        rows.append(Row(tuple(Cell(text, at, "right" if at else "left") for text, at in heads)))
    for name in say.some(say.said.goods, 2, 5):
        many, each = say.number(1, 9), say.number(5, 250) * (1 if say.whole else 5)
        total += many * each
        sums = Cell(say.price(many * each) + " S" * (not say.whole and say.chance(0.2)), 1.0, "right")
        if way == 0:
            rows.append(Row((Cell(f"{many} {name}" if say.chance(0.5) else name), sums)))
            continue
        figures = (Cell(str(many), ends[1], "right"), Cell(say.price(each), ends[2], "right"), sums)
        if way == 1:
            rows.append(Row((Cell(name), *figures)))
        else:
            rows += [Row((Cell(name),)), Row((Cell(f"{say.code()} x"), *figures))]
    return rows, total


def _sums(say: _Writer, total: int) -> list[Row]:
    unit = "RM " if not say.whole and say.chance(0.3) else ""
    colon = " :" if say.chance(0.3) else ""
    rows = []
    for place, name in enumerate(say.some(say.said.totals, 2, 5)):
        value = unit + say.price(total if place == 0 else say.number(0, total))
        scale = say.random.uniform(1, 1.2) if place == 0 else 1.0
        rows.append(Row((Cell(name + colon), Cell(value, 1.0, "right")), scale))
    return rows


def _letter(say: _Writer) -> list[Row]:
    said = say.said
    rows = [Row((Cell(say.one(said.shops)), Cell(say.date(), 1.0, "right")))] if say.chance(0.4) else []
    rows.append(Row((Cell(say.one(said.greetings)),)))
    rows += [Row((Cell(text),)) for text in say.some(said.letters, 6, 12)]
    rows.append(Row((Cell(say.date()),)))
    return [*rows, Row((Cell(say.one(said.people), 1.0, "right"),))]


def _notice(say: _Writer) -> list[Row]:
    first, *rest = say.some(say.said.notices, 5, 9)
    rows = [Row((Cell(first, 0.5, "middle"),), say.random.uniform(1.2, 1.7))]
    rows.append(Row((Cell(say.date()), Cell(say.clock(), 1.0, "right"))))
    rows += [Row((Cell(text),)) for text in rest]
    return [*rows, Row((Cell(say.one(say.said.people)), Cell(say.phone(), 1.0, "right")))]
