"""Records that hold lists of what the samples really are: questions, turns, examples of an intent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice

from engine.dataset.vocabulary import words

Record = Mapping[str, object]
Step = Callable[[Record], Iterator[Record]]

_MOST_STEPS = 4
_LOOKED_AT = 200
_MOST_KEYS = 500
_NEARLY_ALL = 0.8
_SAID_BY = ("role", "from", "speaker", "author")
_SAID = ("content", "value", "text", "utterance", "message")
_ANSWERING = words("assistant gpt chatgpt bot model agent ai system_response 상담원 챗봇 상담사")
_ANSWERS = ("answers", "answer")
_OF_ONE_SAMPLE = words(
    "entities entity spans tokens annotations annotation labels tags relations slots ner boxes objects"
    " keywords images links"
)
_SENTENCE = 2.0  # words of a text, on average


def steps_of(head: Sequence[Record]) -> tuple[Step, ...]:
    """How records become samples: by the first of them. No step where a record is a sample already."""
    steps: list[Step] = []
    records = list(head[:_LOOKED_AT])
    while len(steps) < _MOST_STEPS and (step := _next_step(records)) is not None:
        steps.append(step)
        records = list(unfolded(records, (step,)))[:_LOOKED_AT]
    return tuple(steps)


def unfolded(records: Iterable[Record], steps: Sequence[Step]) -> Iterator[Record]:
    """The samples that records hold."""
    if not steps:
        yield from records
        return
    for record in records:
        found = [record]
        for step in steps:
            found = [inner for outer in found for inner in step(outer)]
        yield from found


def _next_step(records: Sequence[Record]) -> Step | None:
    keys = list(dict.fromkeys(key for record in records for key in islice(record, _MOST_KEYS)))[:_MOST_KEYS]
    for key in keys:
        lists = [value for record in records if isinstance(value := record.get(key), list) and value]
        if key in _ANSWERS and any(_first_answer(record.get(key)) is not None for record in records):
            return partial(_with_answer, key)
        if not lists or len(lists) < _NEARLY_ALL * len(records):
            continue
        objects = [inner for value in lists for inner in value if isinstance(inner, dict)]
        if objects and all(_speaker_and_words(inner) for inner in objects):
            return partial(_with_turns, key)
        if len(objects) == sum(map(len, lists)) and key.lower() not in _OF_ONE_SAMPLE and _speak(objects):
            return partial(_one_each, key)
    return _texts_apart(records, keys)


def _texts_apart(records: Sequence[Record], keys: Sequence[str]) -> Step | None:
    """The longest list of sentences that each record has, beside what else is said of it."""
    best: tuple[int, str] | None = None
    for key in keys:
        lists = [value for record in records if isinstance(value := record.get(key), list)]
        texts = [inner for value in lists for inner in value if isinstance(inner, str)]
        whole = len(texts) == sum(map(len, lists)) and len(lists) >= _NEARLY_ALL * len(records)
        if whole and len(texts) >= 3 * len(records) and len(texts) >= 8 and len(keys) > 1:
            usual = sum(len(text.split()) for text in texts) / len(texts)
            if usual >= _SENTENCE and (best is None or len(texts) > best[0]):
                best = len(texts), key
    return partial(_one_each, best[1]) if best else None


def _one_each(key: str, record: Record) -> Iterator[Record]:
    """A record for each of the list's elements, with what the outer one says besides."""
    value = record.get(key)
    rest = {name: cell for name, cell in record.items() if name != key}
    for inner in value if isinstance(value, list) else []:
        if isinstance(inner, dict):
            yield {
                **{f"{key}.{name}" if name in inner else name: cell for name, cell in rest.items()},
                **inner,
            }
        else:
            yield {key: inner, **rest}


def _with_turns(key: str, record: Record) -> Iterator[Record]:
    """What was said before the last answer, and that answer."""
    value = record.get(key)
    turns = [said for turn in value if (said := _speaker_and_words(turn))] if isinstance(value, list) else []
    answers = [place for place, (speaker, _) in enumerate(turns) if speaker.lower() in _ANSWERING]
    last = answers[-1] if answers else len(turns) - 1
    rest = {name: cell for name, cell in record.items() if name != key}
    if last >= 1:
        yield {"prompt": "\n".join(said for _, said in turns[:last]), "response": turns[last][1], **rest}
    elif turns:
        yield {"prompt": "\n".join(said for _, said in turns), "response": "", **rest}


def _with_answer(key: str, record: Record) -> Iterator[Record]:
    """The first of the answers that are right; none where the question has none."""
    rest = {name: cell for name, cell in record.items() if name != key}
    yield {**rest, "answer": _first_answer(record.get(key)) or ""}


def _first_answer(value: object) -> str | None:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        value = value[0]
    text = value.get("text") if isinstance(value, dict) else None
    if isinstance(text, list):
        text = text[0] if text else None
    return text if isinstance(text, str) else None


def _speaker_and_words(turn: object) -> tuple[str, str] | None:
    if not isinstance(turn, dict):
        return None
    speaker = next((turn[key] for key in _SAID_BY if isinstance(turn.get(key), str)), None)
    said = next((turn[key] for key in _SAID if isinstance(turn.get(key), str)), None)
    return (speaker, said) if isinstance(speaker, str) and isinstance(said, str) else None


def _speak(objects: Sequence[Mapping[str, object]]) -> bool:
    """Whether inner records hold sentences."""
    for key in dict.fromkeys(key for inner in objects[:_LOOKED_AT] for key in inner):
        texts = [value for inner in objects[:_LOOKED_AT] if isinstance(value := inner.get(key), str)]
        if texts and sum(len(text.split()) for text in texts) >= 3 * len(texts):
            return True
    return False
