"""What customers write: Korean and English, put together of phrases, with what hurried people get wrong.

Each customer keeps a language, a way to greet and a care of typing; a letter may mention what it isn't about.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.random import Generator
from pydantic import BaseModel, ConfigDict

from engine.texts import Language

SLOT = re.compile(r"\{(\w+)(?:\|([^/}]+)/([^}]+))?\}")
FINALS, NO_FINAL, RIEUL = 28, 0, 8
CLOSED_DIGITS = "013678"  # read in Korean they end in a consonant
LETTERS_EACH = 6
MANY = 100  # letters: of fewer each is of another customer
ASIDES, SECONDS, CRIES = 0.2, 0.25, 0.2  # shares of letters with a word aside, a second sentence, a cry
SETTLED = 0.4  # share that tells of another matter, which is settled
HEADS = ("고객번호", "접수일", "문의내용", "분류")


class Slots(BaseModel):
    """Phrases of one language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    salutations: tuple[str, ...]
    closings: tuple[str, ...]
    asides: tuple[str, ...]
    settled_before: tuple[str, ...]
    settled_after: tuple[str, ...]
    cries: tuple[str, ...]
    slots: dict[str, tuple[str, ...]]


class Kind(BaseModel):
    """What letters are about: its name, the word for it, and how it is said in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    word: dict[Language, str]
    ko: tuple[str, ...]
    en: tuple[str, ...]

    def said(self, language: Language) -> tuple[str, ...]:
        """How it is said in one language."""
        return self.ko if language == "ko" else self.en


class Phrases(BaseModel):
    """All phrases."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ko: Slots
    en: Slots
    kinds: tuple[Kind, ...]


@dataclass(frozen=True)
class Letter:
    """One letter of one customer."""

    customer: str
    date: str
    kind: str
    text: str


@dataclass(frozen=True)
class Customer:
    """``haste``: share of words with a slip; ``salutation``: which one, at most of the letters."""

    id: str
    korean: bool
    haste: float
    salutation: int


def write_threads(folder: Path, seed: int, count: int) -> None:
    """``count`` files of text: all letters of one customer in the order of their dates, a file each."""
    for customer in _customers(seed, count):
        random = np.random.default_rng((seed, 1, int(customer.id)))
        many = int(random.integers(2, 2 * LETTERS_EACH - 1))
        letters = [
            _letter(customer, random, int(random.integers(many * 6)), settled=True) for _ in range(many)
        ]
        said = [f"{one.date}\n{one.text}" for one in sorted(letters, key=lambda one: one.date)]
        (folder / f"customer_{customer.id}.txt").write_text("\n\n".join(said) + "\n", encoding="utf-8")


def write_table(folder: Path, seed: int, count: int, kinds: bool = True) -> None:
    """A table of ``count`` rows as an office keeps it: customer, date, text and, with ``kinds``, what it is
    about; then letters tell of other matters as well."""
    columns = len(HEADS) - (not kinds)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(HEADS[:columns])
    writer.writerows(
        (one.customer, one.date, one.text, one.kind)[:columns] for one in _letters(seed, count, kinds)
    )
    (folder / "문의.csv").write_text(buffer.getvalue(), encoding="utf-8-sig", newline="")


def sample_texts(seed: int, count: int) -> list[str]:
    """The texts of ``count`` letters, those of threads and of single ones alike."""
    return [f"{one.date}\n{one.text}" for one in _letters(seed, count, settled=True)]


@lru_cache(maxsize=1)
def _phrases() -> Phrases:
    text = (files("assets") / "prototypes" / "letters.toml").read_text(encoding="utf-8")
    return Phrases.model_validate(tomllib.loads(text))


def _customers(seed: int, count: int) -> Iterator[Customer]:
    random = np.random.default_rng((seed, 0))
    for number in range(count):
        yield Customer(
            id=f"{1000 + number}",
            korean=bool(random.random() < 0.5),
            haste=float(random.beta(1, 14)),
            salutation=int(random.integers(7)),
        )


def _letters(seed: int, count: int, settled: bool) -> list[Letter]:
    """Letters of as many customers as it takes, in the order of their dates."""
    found: list[Letter] = []
    for customer in _customers(seed, count):
        random = np.random.default_rng((seed, 1, int(customer.id)))
        many = int(random.integers(1, LETTERS_EACH)) if count >= MANY else 1
        found += [_letter(customer, random, len(found) + more, settled) for more in range(many)]
        if len(found) >= count:
            break
    return sorted(found[:count], key=lambda one: (one.date, one.customer))


def _letter(customer: Customer, random: Generator, number: int, settled: bool) -> Letter:
    """``number``: what it is about goes round by it; ``settled``: whether it may tell of another matter."""
    phrases = _phrases()
    language: Language = "ko" if customer.korean else "en"
    said = phrases.ko if customer.korean else phrases.en
    place, further = number % len(phrases.kinds), int(random.integers(1, len(phrases.kinds)))
    kind, other = phrases.kinds[place], phrases.kinds[(place + further) % len(phrases.kinds)]
    usual = customer.salutation if random.random() < 0.7 else int(random.integers(7))
    parts = [said.salutations[usual % len(said.salutations)]]
    if random.random() < ASIDES:
        parts.append(_chosen(said.asides, random).replace("{word", "{" + other.word[language]))
    matter = list(random.permutation(kind.said(language))[: 2 if random.random() < SECONDS else 1])
    if settled and random.random() < SETTLED:
        matter = _with_settled(matter, _chosen(other.said(language), random), said, random)
    parts += [*matter, _chosen(said.closings, random)]
    name = said.slots["name"][int(customer.id) % len(said.slots["name"])]
    text = " ".join(_filled(part.replace("{name}", name), said, random) for part in parts if part)
    if random.random() < CRIES:
        text += " " + _chosen(said.cries, random)
    year, month, day = (int(random.integers(*of)) for of in ((2023, 2026), (1, 13), (1, 29)))
    date = f"{year}-{month:02d}-{day:02d}"
    return Letter(customer.id, date, kind.name, _hurried(text.strip(), customer, random))


def _with_settled(matter: list[str], other: str, said: Slots, random: Generator) -> list[str]:
    """What a letter is about, with another matter before or behind it: only the words between tell which."""
    if random.random() < 0.5:
        return [other, _chosen(said.settled_before, random), *matter]
    return [*matter, _chosen(said.settled_after, random), other]


def _filled(phrase: str, said: Slots, random: Generator) -> str:
    """The slots filled; in Korean with the particle that fits."""

    def fill(match: re.Match[str]) -> str:
        name, closed, opened = match.groups()
        word = _word(name, said, random)
        return word if closed is None else word + _particle(word, closed, opened)

    return SLOT.sub(fill, phrase)


def _word(name: str, said: Slots, random: Generator) -> str:
    if name == "number":
        return str(int(random.integers(100, 99_999)))
    if name == "amount":
        return f"{int(random.integers(3, 400)) * 500:,}"
    return _chosen(said.slots[name], random) if name in said.slots else name


def _particle(word: str, closed: str, opened: str) -> str:
    """Which of two particles follows: by whether the word ends in a consonant (으로: and not in ㄹ)."""
    last = word[-1]
    if last.isdigit():
        final = last in CLOSED_DIGITS and not (closed == "으로" and last in "178")
        return closed if final else opened
    if not "가" <= last <= "힣":
        return opened
    final_consonant = (ord(last) - ord("가")) % FINALS
    return (
        opened if final_consonant == NO_FINAL or (closed == "으로" and final_consonant == RIEUL) else closed
    )


def _hurried(text: str, customer: Customer, random: Generator) -> str:
    """The same text as this customer types it: letters swapped, doubled or lost, blanks left out."""
    words = []
    for word in text.split(" "):
        slip = random.random() < customer.haste and len(word) > 2
        words.append(_slipped(word, random) if slip else word)
    typed = words[0]
    for word in words[1:]:
        blank = "" if customer.korean and random.random() < 1.5 * customer.haste else " "
        typed += blank + word
    return typed.lower() if not customer.korean and customer.salutation == 0 else typed


def _slipped(word: str, random: Generator) -> str:
    place = int(random.integers(1, len(word) - 1))
    kind = int(random.integers(3))
    if kind == 0:
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    if kind == 1:
        return word[:place] + word[place] + word[place:]
    return word[:place] + word[place + 1 :]


def _chosen(phrases: tuple[str, ...], random: Generator) -> str:
    return phrases[int(random.integers(len(phrases)))]
