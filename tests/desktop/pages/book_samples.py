"""A small rule book and library, made by hand, so that the pages' tests don't rest on the shipped one."""

from __future__ import annotations

from engine.rulebook.library import Library
from engine.rulebook.types import RuleBook
from tests.engine.practice.samples import both, small_library


def question(identifier: str, ko: str, en: str, options: dict[str, tuple[str, str]]) -> dict[str, object]:
    """A deciding choice."""
    return {
        "id": identifier,
        "section": "data",
        "kind": "choice",
        "text": both(ko, en),
        "why": both("왜", "why"),
        "example": both("예", "for example"),
        "ask": both("알려 주세요", "please tell"),
        "options": [{"value": value, "text": both(*words)} for value, words in options.items()],
        "decides": True,
        "source": ["deck"],
    }


def row(identifier: str, when: dict[str, list[str]], ko: str, en: str, **more: object) -> dict[str, object]:
    """A row of any table; ``more`` says what its table needs."""
    because = both(f"{ko} 까닭", f"because of {en}")
    return {"id": identifier, "when": when, "because": because, "source": ["deck"], **more}


FORM = {"paired": ("쌍이 있습니다", "Yes, in pairs"), "unpaired": ("따로 있습니다", "In two heaps")}
VOLUME = {"many": ("만 개 이상", "10,000 or more"), "few": ("만 개 미만", "Fewer")}
LABELS = {"good": ("믿을 만합니다", "Can be trusted"), "none": ("없습니다", "There are none")}
INPUTS = {"form": list(FORM), "volume": list(VOLUME), "labels": list(LABELS)}


def small_book() -> RuleBook:
    """Three questions that decide, one table of every kind."""
    verdicts = [
        ("V-1", {"form": ["paired"], "labels": ["good"]}, "start", "바로 시작", "Start at once"),
        ("V-2", {"form": ["paired"], "labels": ["none"]}, "prepare", "라벨부터", "Labels first"),
        ("V-3", {"form": ["unpaired"]}, "push_back", "되묻기", "Push back"),
    ]
    return RuleBook.model_validate(
        {
            "version": "test-1",
            "digest": "d",
            "enough": 0.8,
            "packs": {
                "deck2020": {
                    "id": "deck2020",
                    "title": both("교육 자료", "Deck"),
                    "text": both("바탕", "the base"),
                },
                "today": {
                    "id": "today",
                    "title": both("오늘의 방법", "Today"),
                    "text": both("덧붙임", "beside it"),
                    "switchable": True,
                },
            },
            "disabled": [{"id": "acme", "problem": both("출처가 없습니다", "names no source; add one")}],
            "sources": {
                "deck": {"id": "deck", "kind": "fact", "title": both("교육 자료 원문", "The deck itself")},
                "paper": {
                    "id": "paper",
                    "kind": "extension",
                    "title": both("라벨 논문", "The label paper"),
                    "locator": both("3.3 % 이상", "3.3 % or more"),
                    "url": "https://example.org/paper",
                    "seen": "2026-11",
                },
            },
            "sections": [{"id": "data", "title": both("데이터", "Data")}],
            "questions": [
                question("form", "답이 묶여 있나요?", "Are answers tied?", FORM),
                question("volume", "얼마나 있나요?", "How much is there?", VOLUME),
                question("labels", "라벨을 믿을 수 있나요?", "Can labels be trusted?", LABELS),
            ],
            "cuts": [
                {"value": "many", "least": 10000, "title": both("많음", "Many"), "source": ["deck"]},
                {"value": "few", "least": 0, "title": both("적음", "Few"), "source": ["deck"]},
            ],
            "verdicts": {
                "id": "verdict",
                "title": both("판단", "Verdict"),
                "hit_policy": "unique",
                "inputs": INPUTS,
                "rows": [
                    row(name, when, ko, en, verdict=verdict, short=both(ko, en), headline=both(ko, en))
                    for name, when, verdict, ko, en in verdicts
                ],
            },
            "today": {
                "id": "today",
                "title": both("오늘", "Today"),
                "hit_policy": "unique",
                "inputs": INPUTS,
                "rows": [
                    row(
                        name,
                        {"form": [form]},
                        "미세 조정",
                        "fine-tuning",
                        pack="today",
                        outlook="start",
                        headline=both(f"미세 조정 {form}", f"Fine-tune {form}"),
                        text=both("합니다", "do it"),
                        need=both("천 장", "a thousand pictures"),
                    )
                    for name, form in (("TD-1", "paired"), ("TD-2", "unpaired"))
                ],
            },
            "framing": {
                "id": "framing",
                "title": both("과제", "Task"),
                "hit_policy": "unique",
                "inputs": {"form": list(FORM)},
                "rows": [
                    row(
                        "FR-1",
                        {"input_kind": ["video"]},
                        "영상",
                        "video",
                        direction="one_to_many",
                        shape="butterfly",
                        task=both("영상을 되살리기", "Restoring video as a task"),
                        systems=["video_sr"],
                    )
                ],
                "shapes": [
                    {
                        "id": "butterfly",
                        "title": both("나비 모양", "Butterfly"),
                        "text": both("줄였다 키웁니다", "narrow, then wide"),
                        "source": ["deck"],
                    }
                ],
            },
            "guides": [
                {
                    "id": "G-1",
                    "systems": ["video_sr"],
                    "task": both("영상 복원", "Video restoration"),
                    "unit": both("영상마다", "per clip"),
                    "works": {"least": 240, "source": "paper", "date": "2026-11"},
                }
            ],
            "advice": [
                {
                    "id": "steps",
                    "title": both("먼저 할 일", "First steps"),
                    "hit_policy": "collect",
                    "rows": [
                        row(
                            "FS-1",
                            {"form": ["paired"]},
                            "샘플",
                            "sample",
                            kind="step",
                            order=1,
                            text=both("샘플을 받습니다", "Get a sample of the data"),
                            source=["deck", "paper"],
                        ),
                        row(
                            "FS-2",
                            {"form": ["unpaired"], "labels": ["none"]},
                            "짝",
                            "pairing",
                            kind="caution",
                            order=2,
                            text=both("짝을 지을 수 있는지 봅니다", "See whether it can be paired"),
                        ),
                    ],
                }
            ],
            "never_say": [
                {
                    "id": "NS-9",
                    "promise": both("결과를 장담합니다", "We promise the result"),
                    "instead": both("시험해 보겠습니다", "We will try it"),
                    "because": both("알 수 없습니다", "nobody knows"),
                    "patterns": {"ko": ["장담"], "en": ["promise"]},
                    "source": ["deck"],
                    "when": {"form": ["unpaired"]},
                }
            ],
        }
    )


def small_books() -> tuple[RuleBook, Library]:
    """The book with the library that goes with it."""
    book = small_book()
    return book, small_library().model_copy(update={"sources": book.sources})
