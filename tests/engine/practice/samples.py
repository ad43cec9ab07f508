"""A small library, made by hand."""

from __future__ import annotations

from engine.rulebook.library import Library
from engine.rulebook.types import Source


def both(ko: str, en: str) -> dict[str, str]:
    """A text in both languages."""
    return {"ko": ko, "en": en}


def practice(identifier: str, field: str, ko: str, en: str, **more: object) -> dict[str, object]:
    """A practice card; what is not named has a text of its own."""
    return {
        "id": identifier,
        "field": field,
        "service": both(ko, en),
        "x": both(f"{ko}의 입력", f"input of {en}"),
        "y": both(f"{ko}의 출력", f"output of {en}"),
        "form": "paired",
        "pairs": both(f"{ko}의 쌍", f"pairs of {en}"),
        "self_made": both("일부는 됩니다", "in part"),
        "amount": both("만 쌍쯤", "about ten thousand"),
        "source": ["deck"],
        **more,
    }


def small_library() -> Library:
    """Five practice cards, one system, one case."""
    return Library.model_validate(
        {
            "digest": "d",
            "sources": {
                "deck": Source.model_validate(
                    {"id": "deck", "kind": "fact", "title": both("교육 자료", "The deck")}
                )
            },
            "cards": [
                {
                    "id": "video_sr",
                    "title": both("영상 초해상도", "Video super resolution"),
                    "family": "image",
                    "x": both("저화질 영상", "poor video"),
                    "y": both("고화질 영상", "sharp video"),
                    "direction": "one_to_many",
                    "shape": "butterfly",
                    "forms": ["paired", "input_only"],
                    "pair": both("같은 장면의 두 영상", "two videos of one scene"),
                    "unit": both("영상", "clip"),
                    "preprocessing": [both("잘라 냅니다", "cut it")],
                    "self_made": {"possible": "yes", "text": both("줄여서 만듭니다", "shrink it")},
                    "headline": [
                        {"text": both("31.09 dB", "31.09 dB on REDS4"), "source": ["deck"], "checked": False},
                        {
                            "text": both("네 부문 1위", "first in four tracks"),
                            "source": ["deck"],
                            "checked": True,
                        },
                    ],
                    "risks": [both("지어낸 세부", "invented detail")],
                    "source": ["deck"],
                }
            ],
            "cases": [
                {
                    "id": "sr_case",
                    "title": both("영상 되살리기", "Restoring video"),
                    "system": "video_sr",
                    "goal": both("두 배로 크게", "twice as large"),
                    "x": both("저화질 영상", "poor video"),
                    "y": both("고화질 영상", "sharp video"),
                    "needed": both("영상 쌍", "pairs of video"),
                    "preprocessing": [both("잡음을 넣습니다", "add noise")],
                    "model": both("EDVR입니다", "EDVR"),
                    "facts": [],
                    "risks": [both("저작권", "copyright")],
                    "client": [
                        {
                            "question": "form",
                            "wanted": ["paired"],
                            "text": both("쌍이 있나요", "are there pairs"),
                        },
                        {
                            "question": "volume",
                            "wanted": ["many", "few"],
                            "text": both("얼마나 있나요", "how much"),
                        },
                        {"question": "wish", "text": both("무엇을 바라나요", "what is wished")},
                    ],
                    "source": ["deck"],
                }
            ],
            "topics": [{"id": "basics", "title": both("기초", "Basics")}],
            "notes": [
                {
                    "id": "N-1",
                    "topic": "basics",
                    "text": both("딥러닝은 함수입니다", "Deep learning is a function"),
                    "source": ["deck"],
                    "systems": ["video_sr"],
                }
            ],
            "practice": [
                practice("P-1", "vision", "얼굴 찾기", "face finder"),
                practice("P-2", "vision", "사진 태그", "photo tags", form="unpaired"),
                practice("P-3", "vision", "결함 검사", "fault check", system="video_sr"),
                practice("P-4", "text", "번역", "translation"),
                practice("P-5", "text", "요약", "summaries"),
            ],
        }
    )
