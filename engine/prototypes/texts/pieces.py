"""Text as numbers: pieces of words that are learnt on the sample itself, for Korean and English alike.

Frequent neighbours grow together within a word (byte-pair encoding: Sennrich et al. 2016), from
the letters or syllables that the sample has. A syllable that it hardly has falls into its jamo, any
other sign into its bytes, so that every text is written without a gap and can be read back.
"""

from __future__ import annotations

import heapq
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from pydantic import Field

from engine.runtime.types import Model

PAD, START, END, MASK = range(4)
SPECIAL = 4
BYTES = 256
JAMO = "".join(map(chr, (*range(0x1100, 0x1113), *range(0x1161, 0x1176), *range(0x11A8, 0x11C3))))
FIRST_LETTER = SPECIAL + BYTES + len(JAMO)
WORDS = re.compile(r" ?[^\W\d_]+| ?\d| ?[^\w\s]|\s|_")
"""Pieces never reach beyond one of these; a blank belongs to the word behind it."""

MOST_LETTERS, MOST_MERGES = 1200, 1000
LEAST_SEEN = 3  # times: rarer letters are written in jamo or bytes, so that those are learnt too
LEAST_PAIRS = 6  # times that two pieces must meet to become one
MOST_LEARNT = 600_000  # signs
CACHED_WORDS = 60_000


class PiecesSettings(Model):
    """All that a tokenizer is: ``letters`` beyond bytes and jamo, and which two pieces become the next."""

    letters: str
    merges: tuple[tuple[int, int], ...] = Field(max_length=20_000)


class Pieces:
    """Text → numbers of pieces and back. Raises ValueError where a merge names a later piece."""

    def __init__(self, said: PiecesSettings) -> None:
        self.said = said
        self._letters = {sign: FIRST_LETTER + place for place, sign in enumerate(said.letters)}
        self._jamo = {sign: SPECIAL + BYTES + place for place, sign in enumerate(JAMO)}
        self._ranks = {pair: rank for rank, pair in enumerate(said.merges)}
        self._first_merge = FIRST_LETTER + len(said.letters)
        self._spelt = self._spell()
        self._encode_word = lru_cache(CACHED_WORDS)(self._word)

    def __len__(self) -> int:
        return len(self._spelt)

    @property
    def letter_count(self) -> int:
        """How many letters, jamo, bytes and special signs there are: what merges are made of."""
        return self._first_merge

    def encode(self, text: str) -> list[int]:
        """The pieces of a text, without START and END."""
        return [piece for word in WORDS.findall(text) for piece in self._encode_word(word)]

    def letters(self, text: str) -> list[int]:
        """The same text before any pieces grew together: letters, jamo, bytes."""
        return [one for sign in text for one in self._letter(sign)]

    def decode(self, pieces: Iterable[int]) -> str:
        """The text of these pieces; what is no text (START, MASK …) is left out."""
        said: list[str] = []
        raw = bytearray()
        for one in (letter for piece in pieces for letter in self._spelt[piece]):
            if SPECIAL <= one < SPECIAL + BYTES:
                raw.append(one - SPECIAL)
                continue
            said += [raw.decode("utf-8", errors="replace"), self._sign(one)]
            raw.clear()
        said.append(raw.decode("utf-8", errors="replace"))
        return unicodedata.normalize("NFC", "".join(said))

    def _spell(self) -> list[tuple[int, ...]]:
        """The letters of every piece."""
        spelt: list[tuple[int, ...]] = [() if one < SPECIAL else (one,) for one in range(self._first_merge)]
        for left, right in self.said.merges:
            if not SPECIAL <= min(left, right) <= max(left, right) < len(spelt):
                raise ValueError("a merge of pieces that aren't there yet")
            spelt.append(spelt[left] + spelt[right])
        return spelt

    def _sign(self, letter: int) -> str:
        return (
            self.said.letters[letter - FIRST_LETTER]
            if letter >= FIRST_LETTER
            else JAMO[letter - SPECIAL - BYTES]
        )

    def _letter(self, sign: str) -> Iterator[int]:
        known = self._letters.get(sign)
        if known is not None:
            yield known
        elif "가" <= sign <= "힣":
            yield from (self._jamo[jamo] for jamo in unicodedata.normalize("NFD", sign))
        else:
            yield from (SPECIAL + byte for byte in sign.encode("utf-8", errors="replace"))

    def _word(self, word: str) -> tuple[int, ...]:
        pieces = self.letters(word)
        while len(pieces) > 1:
            rank, place = min(
                (self._ranks.get(pair, len(self._ranks)), place)
                for place, pair in enumerate(pairwise(pieces))
            )
            if rank == len(self._ranks):
                break
            pieces[place : place + 2] = [self._first_merge + rank]
        return tuple(pieces)


def learn_pieces(texts: Iterable[str]) -> Pieces:
    """Learn a tokenizer on texts: of the same texts always the same one."""
    words: Counter[str] = Counter()
    learnt = 0
    for text in texts:
        words.update(WORDS.findall(text))
        learnt += len(text)
        if learnt > MOST_LEARNT:
            break
    letters: Counter[str] = Counter()
    for word, count in words.items():
        for sign in word:
            letters[sign] += count
    common = [sign for sign, count in _by_count(letters) if count >= LEAST_SEEN and sign not in JAMO]
    said = PiecesSettings(letters="".join(sorted(common[:MOST_LETTERS])), merges=())
    plain = Pieces(said)
    spelt = [plain.letters(word) for word in words]
    merges = _learn_merges(spelt, list(words.values()), len(plain))
    return Pieces(said.model_copy(update={"merges": tuple(merges)}))


def _learn_merges(words: list[list[int]], counts: Sequence[int], first: int) -> list[tuple[int, int]]:
    """The most frequent pair becomes a piece, again and again; ``words`` are rewritten on the way."""
    together: Counter[tuple[int, int]] = Counter()
    where: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    for place, word in enumerate(words):
        for pair in pairwise(word):
            together[pair] += counts[place]
            where[pair].add(place)
    merges: list[tuple[int, int]] = []
    queue = [(-count, pair) for pair, count in together.items()]
    heapq.heapify(queue)
    while len(merges) < MOST_MERGES and queue:
        count, best = heapq.heappop(queue)
        if -count != together[best]:  # it has lost some since: try again with what is left
            heapq.heappush(queue, (-together[best], best))
            continue
        if together[best] < LEAST_PAIRS:
            break
        grown: set[tuple[int, int]] = set()
        for place in where.pop(best):
            old = words[place]
            words[place] = _merged(old, best, first + len(merges))
            for pair in pairwise(old):
                together[pair] -= counts[place]
            for pair in pairwise(words[place]):
                together[pair] += counts[place]
                where[pair].add(place)
                grown.add(pair)
        for pair in grown:
            heapq.heappush(queue, (-together[pair], pair))
        together[best] = 0
        merges.append(best)
    return merges


def _merged(word: Sequence[int], pair: tuple[int, int], piece: int) -> list[int]:
    found: list[int] = []
    for one in word:
        if found and (found[-1], one) == pair:
            found[-1] = piece
        else:
            found.append(one)
    return found


def _by_count(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
