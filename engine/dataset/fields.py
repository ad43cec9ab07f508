"""What the words of file names say: which one is the class, which the speaker, which only counts.

``7_jackson_32`` has three fields. A field that counts the takes of all others is no class; one of
well-known classes is; between the rest the number of values, letters or numbers, and the place decide.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.dataset.vocabulary import SPLITS, is_generic_word, words

_SAMPLED = 20_000
_LEAST_FILES = 8
_LEAST_A_CLASS = 3.0  # files, on average
_MOST_CLASSES = 400
_KNOWN = words(
    "angry anger ang disgust dis fear fearful fea happy hap happiness joy neutral neu sad"
    " sadness surprise surprised sur ps calm boredom bored pleasant zero one two three"
    " four five six seven eight nine ten yes no up down left right on off stop go pos neg"
    " positive negative good bad ok ng normal abnormal defect pass fail cat cats dog dogs"
    " bird real fake spam ham benign malignant healthy sick male female man woman open"
    " close closed true false 정상 불량 이상 양품 합격 불합격 긍정 부정 기쁨 슬픔 분노 중립 개 고양이 남 여"
)
_GIVEN_NAMES = words(
    "adam alan alex alice amy andrew anna anne anthony ben bob brian carl carol charles"
    " chris daniel dave david emily emma eric eva frank george grace harry helen henry"
    " ivan jack jackson jake james jane jason jean jennifer jessica jim joe john jon jose"
    " joseph julia karen kate kevin kim laura lee lena leo linda lisa louis lucas lucy"
    " luis luke maria mark mary matt max michael mike minsu nick nicolas nina olivia oscar"
    " paul peter rachel ray richard robert ron rosa ryan sam sara sarah scott simon sophia"
    " steve susan theo thomas tim tom tony victor will william yuna jisoo minji junho 민수"
    " 지수 영희 철수 서연 민준 지훈 수진"
)
_PERSON = re.compile(
    r"(spk|spkr|speaker|actor|subj|subject|user|person|patient|id|sub|[psfm]"
    r"|환자|피험자|참가자|대상자|화자|발화자|사용자)[-_ ]?\d+",
    re.IGNORECASE,
)
_CAMERA = re.compile(r"c(am(era)?)?[-_]?\d{1,3}(s\d{1,2})?", re.IGNORECASE)
_DEVICE = words(
    "img dsc dscn dscf image images photo pic pict scan screenshot video vid mov rec"
    " record recording audio track voice untitled file frame frames sample clip take utt"
    " utterance wav mic cam camera cut seg segment part"
)
_SIDES = words(
    "lr hr gt mask seg input output src tgt source target x2 x3 x4 before after a b l r noisy clean image img"
)


@dataclass(frozen=True)
class Field:
    """One place in the names: its values and how many files have each; whether a person's."""

    place: int
    values: dict[str, int]
    known: float  # share of files whose value is a well-known class
    person: bool
    letters: bool


@dataclass(frozen=True)
class Reading:
    """How names are read. ``rivals``: other fields that might be the class."""

    label: Field
    group: Field | None
    rivals: int
    certain: float
    pattern: re.Pattern[str]

    def label_of(self, stem: str) -> str | None:
        """The class in a name; None where it is written otherwise."""
        found = _fields(stem, self.pattern)
        value = found[self.label.place] if found and self.label.place < len(found) else None
        return value if value in self.label.values else None


_SEPARATED = re.compile(r"[_\-. ()]+")
_COUNTED = re.compile(r"[_\-. ()]+|(?<=[^\W\d_])(?=\d)")
_LAST_NUMBER = re.compile(r"[_\-. ()]+(?=\d+\)?$)")
_PATTERNS = (_SEPARATED, _COUNTED)
_OF_SEVERAL_WORDS = 0.85  # how sure it is that all before the number is the class


def read_fields(stems: Sequence[str]) -> Reading | None:
    """How the names carry a class, or None where they don't."""
    step = max(1, len(stems) // _SAMPLED)
    sample = stems[::step]
    if len(sample) < _LEAST_FILES:
        return None
    for pattern in _PATTERNS:
        reading = _read(sample, pattern)
        if reading is not None:
            return reading
    reading = _read(sample, _LAST_NUMBER) if _are_of_several_words(sample) else None
    return None if reading is None else replace(reading, certain=min(reading.certain, _OF_SEVERAL_WORDS))


def _are_of_several_words(stems: Sequence[str]) -> bool:
    """Names of now one word and now more, then a number (``pug_3``, ``great_pyrenees_12``)."""
    found = [_fields(stem, _LAST_NUMBER) for stem in stems]
    return all(len(parts) == 2 and not re.search(r"\d", parts[0]) for parts in found)


def label_fields(stems: Sequence[str]) -> tuple[re.Pattern[str], tuple[Field, ...]] | None:
    """How names are parted, and every place of them by which the files could be sorted; None without any.

    Unlike :func:`read_fields` it makes no choice between them: persons are among them.
    """
    if len(stems) < 2:
        return None
    for pattern in (*_PATTERNS, _LAST_NUMBER):
        if pattern is _LAST_NUMBER and not _are_of_several_words(stems):
            continue
        rows = [_fields(stem, pattern) for stem in stems]
        width, times = Counter(map(len, rows)).most_common(1)[0]
        if width < 2 or times < 0.9 * len(rows):
            continue
        rows = [row for row in rows if len(row) == width]
        varied = [field for place in range(width) if len((field := _field(rows, place)).values) > 1]
        counting = _counting(rows, varied)
        found = [field for field in varied if field is not counting and _may_be_class(field, rows, varied)]
        if pattern is _COUNTED:
            found = [field for field in found if field.letters or field.person]
        if found:
            return pattern, tuple(found)
    return None


def field_of(stem: str, pattern: re.Pattern[str], place: int) -> str | None:
    """What stands at a place of a name, None where it has fewer."""
    found = _fields(stem, pattern)
    return found[place] if place < len(found) else None


def _fields(stem: str, pattern: re.Pattern[str]) -> list[str]:
    return [part for part in pattern.split(stem) if part]


def _read(stems: Sequence[str], pattern: re.Pattern[str]) -> Reading | None:
    rows = [_fields(stem, pattern) for stem in stems]
    width, times = Counter(map(len, rows)).most_common(1)[0]
    if width < 2 or times < 0.9 * len(rows):
        return None
    rows = [row for row in rows if len(row) == width]
    fields = [_field(rows, place) for place in range(width)]
    varied = [field for field in fields if len(field.values) > 1]
    counting = _counting(rows, varied)
    candidates = [field for field in varied if field is not counting and _may_be_class(field, rows, varied)]
    identity = _seen_again(rows, varied)
    if identity is not None:
        return Reading(identity[0], identity[1], 0, 0.91, pattern)
    persons = [field for field in candidates if field.person]
    classes = [field for field in candidates if not field.person]
    if pattern is _COUNTED:
        classes = [field for field in classes if field.letters]
    if not classes:
        return None
    label = max(classes, key=lambda field: (_weight(field), -field.place))
    rivals = sum(_weight(field) > _weight(label) - 0.25 for field in classes if field is not label)
    certain = 0.93 if label.known > 0.8 else 0.91 if not rivals and (label.letters or persons) else 0.75
    if rivals:
        certain = min(certain, 0.65)
    if not any(field.letters for field in varied):  # 0-12.wav: a number among numbers may be anything
        certain = 0.6
    return Reading(label, persons[0] if persons else None, rivals, certain, pattern)


def _field(rows: Sequence[Sequence[str]], place: int) -> Field:
    values = Counter(row[place] for row in rows)
    total = len(rows)
    known = sum(count for value, count in values.items() if value.lower() in _KNOWN) / total
    names = sum(value.lower() in _GIVEN_NAMES for value in values)
    patterned = all(_PERSON.fullmatch(value) for value in values)
    long_numbers = len(values) > 5 and all(value.isdecimal() and len(value) >= 3 for value in values)
    person = known < 0.5 and (patterned or long_numbers or names >= 0.4 * len(values))
    counted = all(re.fullmatch(r"[A-Za-z]\d{2,}", value) for value in values)  # g01: what is counted
    counted = counted and len({value[0] for value in values}) == 1
    letters = not counted and all(any(sign.isalpha() for sign in value) for value in values)
    return Field(place, dict(values), known, person, letters)


def _seen_again(rows: Sequence[Sequence[str]], varied: Sequence[Field]) -> tuple[Field, Field] | None:
    """The number of a person or car and the camera that saw it: ``0002_c1s1_000451_03``."""
    cameras = [field for field in varied if all(_CAMERA.fullmatch(value) for value in field.values)]
    numbered = [field for field in varied if all(re.fullmatch(r"-?\d{3,6}", value) for value in field.values)]
    if not cameras or not numbered or numbered[0].place > cameras[0].place:
        return None
    often = len(rows) >= 2 * len(numbered[0].values)
    return (numbered[0], cameras[0]) if often and len(cameras[0].values) < len(numbered[0].values) else None


def _counting(rows: Sequence[Sequence[str]], fields: Sequence[Field]) -> Field | None:
    """The last field of numbers without which names would come twice: it counts takes."""
    for field in reversed(fields):
        if not all(value.isdecimal() for value in field.values):
            continue
        rest = Counter((*row[: field.place], *row[field.place + 1 :]) for row in rows)
        if max(rest.values()) > 1:
            return field
    return None


def _may_be_class(field: Field, rows: Sequence[Sequence[str]], varied: Sequence[Field]) -> bool:
    values = {value.lower() for value in field.values}
    bare = {value.rstrip("0123456789") for value in values}
    if len(values) > _MOST_CLASSES or len(rows) < _LEAST_A_CLASS * len(field.values):
        return False
    if values <= SPLITS or values <= _SIDES or (bare != {""} and bare - {""} <= _DEVICE):
        return False
    if (
        all(is_generic_word(value) for value in values)
        or _are_dates(values)
        or _are_numbers_of_things(values)
    ):
        return False
    return not _are_views(field, rows, varied)


def _are_views(field: Field, rows: Sequence[Sequence[str]], varied: Sequence[Field]) -> bool:
    """Two or three sides of each thing (``7_left`` and ``7_right``): behind its number, all are there."""
    if len(field.values) > 3 or len(varied) != 2 or field is not varied[1] or len(varied[0].values) < 4:
        return False
    sides: dict[tuple[str, ...], int] = defaultdict(int)
    for row in rows:
        sides[(*row[: field.place], *row[field.place + 1 :])] += 1
    full = sum(count == len(field.values) for count in sides.values())
    return full >= 0.95 * len(sides) and all(value.isdecimal() for value in varied[0].values)


def _are_dates(values: set[str]) -> bool:
    return all(re.fullmatch(r"(19|20)\d{2}([01]\d([0-3]\d)?)?", value) for value in values)


def _are_numbers_of_things(values: set[str]) -> bool:
    """Numbers that run high are of persons, books or machines; classes are numbered from the start."""
    numbers = [int(value) for value in values if value.isdecimal() and len(value) < 12]
    return len(numbers) == len(values) and max(numbers) >= 200


def _weight(field: Field) -> float:
    """How likely a field is the class: known words first, then letters, then few values, then its place."""
    even = min(field.values.values()) / max(field.values.values())
    numbers = sorted(int(value) for value in field.values if value.isdecimal() and len(value) <= 3)
    count = len(field.values)
    digits = bool(numbers) and 5 <= count <= 100 and numbers == list(range(numbers[0], numbers[0] + count))
    return (
        2 * (field.known > 0.6) + 0.6 * field.letters + 0.5 * digits + 0.2 * even + 0.15 * (field.place == 0)
    )
