"""Receipts, letters and notices, in Korean and in English: printed, worn, stained and laid askew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from engine.prototypes.drawings.surfaces import Floats, clouds
from engine.prototypes.pages.lettering import face, korean_faces

WIDTH, HEIGHT = 232, 320
MARGIN = 12
TILT = 0.012  # radians: standard deviation of how a page lies
GOODS = {
    "ko": ("커피", "우유", "식빵", "라면", "사과", "생수", "김밥", "과자", "두부", "계란", "휴지", "비누"),
    "en": ("Coffee", "Milk", "Bread", "Noodles", "Apple", "Water", "Rice", "Cookie", "Tofu", "Eggs", "Soap"),
}  # fmt: skip
SHOPS = {
    "ko": ("행복마트", "하나상회", "바른약국", "새봄문구", "한빛서점"),
    "en": ("Happy Mart", "One Store", "Blue Cafe", "Sun Books", "City Shop"),
}
PEOPLE = {
    "ko": ("김민수", "이서연", "박지훈", "최유진"),
    "en": ("Mr. Kim", "Ms. Lee", "Mr. Park", "Ms. Choi"),
}
LETTER = {
    "ko": ("안녕하십니까", "보내 주신 글", "잘 받았습니다", "다음 주에", "회의를 엽니다", "자료를 보냅니다",
           "답장을 바랍니다", "고맙습니다", "일정이 바뀌어", "다시 알립니다"),
    "en": ("How are you", "We got your note", "Thank you", "Next week", "we will meet", "Please reply",
           "Papers follow", "Best regards", "Our plan changed", "Call us soon"),
}  # fmt: skip
NOTICE = {
    "ko": ("공사 안내", "정전 안내", "출입 금지", "소독 예정", "주차 금지", "휴무 안내", "시간 변경",
           "장소 변경", "양해 바랍니다", "문의 관리실"),
    "en": ("Work ahead", "Power is off", "No entry", "Cleaning day", "No parking", "We are closed",
           "New hours", "New place", "Sorry for this", "Ask the office"),
}  # fmt: skip
KINDS = ("receipt", "letter", "notice")


@dataclass(frozen=True)
class Written:
    """One run of words: left, top, right, bottom of its box in pixels."""

    text: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class Paper:
    """``pixels`` [h, w], grey."""

    pixels: NDArray[np.uint8]
    written: tuple[Written, ...]


def draw_paper(random: Generator, kind: str, language: str) -> Paper:
    """One page of a kind, its runs of words in reading order."""
    rows = {"receipt": _receipt, "letter": _letter, "notice": _notice}[kind](random, language)
    size = int(random.integers(15, 19))
    faces = korean_faces() if language == "ko" else (*korean_faces()[:2], "")
    path = faces[random.integers(len(faces))]
    picture = Image.new("L", (WIDTH, HEIGHT), 255)
    pen = ImageDraw.Draw(picture)
    written: list[Written] = []
    down = MARGIN + random.uniform(0, 8)
    step = size * random.uniform(1.4, 1.7)
    for cells in rows:
        if down + size + MARGIN > HEIGHT:
            break
        for place, text in enumerate(cells):
            font = face(path, size)
            left, top, right, bottom = pen.textbbox((0, 0), text, font=font)
            wide = right - left
            across = MARGIN + random.uniform(0, 3) if place == 0 else WIDTH - MARGIN - wide
            pen.text((across - left, down - top), text, int(random.uniform(0, 70)), font=font)
            written.append(Written(text, (across, down, across + wide, down + bottom - top)))
        down += step
    return _worn(random, np.asarray(np.asarray(picture) / 255, np.float32), written)


def write_papers(folder: Path, seed: int, count: int) -> None:
    """A folder a kind; beside each page a text file, a line a run of words: four corners, what it says."""
    random = np.random.default_rng(seed)
    languages = ("ko", "en") if korean_faces() else ("en",)
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        paper = draw_paper(random, kind, languages[number // len(KINDS) % len(languages)])
        home = folder / kind
        home.mkdir(parents=True, exist_ok=True)
        Image.fromarray(paper.pixels).save(home / f"{kind}_{number:04d}.png")
        lines = []
        for one in paper.written:
            left, top, right, bottom = (round(value) for value in one.box)
            lines.append(f"{left},{top},{right},{top},{right},{bottom},{left},{bottom},{one.text}\n")
        (home / f"{kind}_{number:04d}.txt").write_text("".join(lines), encoding="utf-8")


def _receipt(random: Generator, language: str) -> list[Sequence[str]]:
    won = "원" if language == "ko" else ""
    rows: list[Sequence[str]] = [(_one(random, SHOPS[language]),), (_date(random), _clock(random))]
    total = 0
    for _ in range(random.integers(3, 7)):
        price = int(random.integers(5, 250)) * 100
        total += price
        rows.append((_one(random, GOODS[language]), f"{price:,}{won}"))
    words = ("합계", "카드", "현금", "번호") if language == "ko" else ("Total", "Card", "Cash", "No.")
    rows.append((words[0], f"{total:,}{won}"))
    rows.append((words[int(random.integers(1, 3))], f"{total:,}{won}"))
    rows.append((words[3], f"{random.integers(10000, 99999)}-{random.integers(10, 99)}"))
    return rows


def _letter(random: Generator, language: str) -> list[Sequence[str]]:
    name = _one(random, PEOPLE[language])
    rows: list[Sequence[str]] = [(f"{name} 귀하" if language == "ko" else f"Dear {name}",)]
    rows += [(text,) for text in _some(random, LETTER[language], int(random.integers(4, 7)))]
    return [*rows, (_date(random),), (_one(random, PEOPLE[language]),)]


def _notice(random: Generator, language: str) -> list[Sequence[str]]:
    rows: list[Sequence[str]] = [
        (text,) for text in _some(random, NOTICE[language], int(random.integers(3, 6)))
    ]
    floor = int(random.integers(1, 30))
    rows.insert(1, (_date(random), _clock(random)))
    return [*rows, (f"{floor}층" if language == "ko" else f"Floor {floor}", _phone(random))]


def _worn(random: Generator, ink: Floats, written: Sequence[Written]) -> Paper:
    """As it comes out of a scanner: turned a little, grey, grainy, with folds and stains."""
    angle = float(np.degrees(random.normal(0, TILT)))
    turn = np.asarray(cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), angle, 1.0), np.float64)
    turn[:, 2] += random.uniform(-3, 3, 2)
    page = cv2.warpAffine(ink, turn, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR, borderValue=1.0)
    if random.random() < 0.5:
        page = cv2.GaussianBlur(page, (3, 3), random.uniform(0.3, 0.8))
    paper = np.asarray(random.uniform(0.75, 1) + 0.06 * clouds(random, HEIGHT, WIDTH), np.float64)
    if random.random() < 0.4:
        rows, columns = np.mgrid[:HEIGHT, :WIDTH]
        middle, radius = random.uniform(0, [HEIGHT, WIDTH]), random.uniform(15, 45)
        edge = np.hypot(rows - middle[0], columns - middle[1]) + 10 * clouds(random, HEIGHT, WIDTH)
        paper = paper * np.where(edge < radius, random.uniform(0.8, 0.93), 1)
    if random.random() < 0.4:
        paper[int(random.integers(HEIGHT))] *= random.uniform(0.75, 0.9)
    grey = page * paper + random.normal(0, random.uniform(0.01, 0.035), page.shape)
    pixels = np.clip(grey * 255, 0, 255).astype(np.uint8)
    return Paper(pixels, tuple(Written(one.text, _turned(one.box, turn)) for one in written))


def _turned(
    box: tuple[float, float, float, float], turn: NDArray[np.float64]
) -> tuple[float, float, float, float]:
    left, top, right, bottom = box
    corners = np.array([[left, top, 1], [right, top, 1], [right, bottom, 1], [left, bottom, 1]]) @ turn.T
    low, high = corners.min(0), corners.max(0)
    return (
        max(0.0, float(low[0]) - 1), max(0.0, float(low[1]) - 1),
        min(WIDTH, float(high[0]) + 1), min(HEIGHT, float(high[1]) + 1),
    )  # fmt: skip


def _one(random: Generator, words: Sequence[str]) -> str:
    return words[int(random.integers(len(words)))]


def _some(random: Generator, words: Sequence[str], count: int) -> list[str]:
    return [words[place] for place in random.permutation(len(words))[:count]]


def _date(random: Generator) -> str:
    return f"20{random.integers(15, 27)}-{random.integers(1, 13):02d}-{random.integers(1, 29):02d}"


def _clock(random: Generator) -> str:
    return f"{random.integers(0, 24):02d}:{random.integers(0, 60):02d}"


def _phone(random: Generator) -> str:
    return f"{random.integers(100, 999)}-{random.integers(0, 10000):04d}"
