"""Draws every page as PNG: Korean and English, light and dark, two sizes.

    python scripts/shots.py [OUT [PAGE …]]        OUT: build/shots by default; PAGE: only these

The case is made by the engine: answers, an audited sample and, if training is possible
here, a prototype. Names: ``<page>-<language>-<theme>-<width>x<height>.png``.
"""

from __future__ import annotations

import csv
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from desktop.application import build_window
from desktop.pages.data import DataPage
from desktop.pages.practice import PracticePage
from desktop.pages.prototype import PrototypePage
from desktop.pages.report import ReportPage
from desktop.pages.rulebook import RulebookPage
from desktop.settings import Settings
from desktop.window import MainWindow
from engine.texts import LANGUAGES, Language

SIZES = ((1280, 800), (1920, 1080))
THEMES = ("light", "dark")
TRAINING = 30.0  # seconds
PATIENCE = 120.0  # seconds until a page that still loads is given up
ENTRIES = {
    "row": "V-01",
    "question": "form",
    "card": "cards/pix2pix",
    "case": "cases/lip_sync_case",
    "source": "deck2020",
}
FINDINGS = ("exact_duplicates", "near_duplicates", "swapped_backgrounds", "dark_images", "doubtful_labels")
READY = ("segmentation", "bert")
QUESTIONS = {"text": "wish_words", "choice": "form", "amount": "volume", "choices": "people"}


def main(arguments: list[str]) -> int:
    """Draw everything; returns the exit code."""
    out = Path(arguments[0]) if arguments else Path("build/shots")
    out.mkdir(parents=True, exist_ok=True)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(application, QApplication):
        raise TypeError("an application without windows is running")
    with tempfile.TemporaryDirectory() as folder:
        for language in LANGUAGES:
            case = build_case(Path(folder) / language, language)
            kept = Path(folder) / f"settings-{language}"
            draw_language(application, kept, case, language, out, arguments[1:])
    print(f"{len(list(out.glob('*.png')))} pictures in {out}")
    return 0


def draw_language(
    application: QApplication,
    settings: Path,
    case: Path,
    language: Language,
    out: Path,
    pages: Sequence[str] = (),
) -> None:
    """All pages, or only some, in one language, in both themes and sizes."""
    kept = Settings(settings)
    kept.set_language(language)
    kept.set_theme("light")
    window = build_window(application, kept)
    window.show()
    wait(lambda: window.session.blank is not None)
    for theme in THEMES:
        window.top.theme_wanted.emit(theme)
        for size in SIZES:
            window.resize(*size)
            if not pages:
                draw(window, "start", language, theme, size, out)
    window.open_path(case)
    wait(lambda: window.session.state is not None)
    for theme in THEMES:
        window.top.theme_wanted.emit(theme)
        for size in SIZES:
            window.resize(*size)
            draw_case(window, language, theme, size, out, pages)
    if not pages or "data" in pages:
        draw_choices(window, settings, language, out)
    if not pages or "prototype" in pages:
        draw_ready(window, settings / "new.jjak", language, out)
    window.close()
    window.deleteLater()


def draw_case(
    window: MainWindow,
    language: Language,
    theme: str,
    size: tuple[int, int],
    out: Path,
    pages: Sequence[str] = (),
) -> None:
    """Every page of the open case, the interview once for each kind of question."""
    for key in window.page_keys:
        if pages and key not in pages:
            continue
        if key == "interview":
            for kind, question in QUESTIONS.items():
                window.show_page(key, question)
                draw(window, f"interview-{kind}", language, theme, size, out)
        else:
            window.show_page(key)
            page = window.current
            if isinstance(page, ReportPage):
                wait(partial(_is_drawn, page))
            if isinstance(page, (RulebookPage, PracticePage)):
                wait(partial(_is_read, page))
            draw(window, key, language, theme, size, out)
    if not pages or {"rulebook", "practice"} & set(pages):
        draw_reading(window, language, theme, size, out)


def draw_ready(window: MainWindow, case: Path, language: Language, out: Path) -> None:
    """The prototype page of a new case: what there is to see before there is a sample."""
    window.session.new_case(case, "", language)
    wait(lambda: window.session.path == case)
    window.show_page("prototype")
    page = window.current
    if not isinstance(page, PrototypePage):
        raise TypeError("the prototype page has another type")
    for system in READY:
        page.ready.prefer(system)
        wait(lambda: not page.ready.running and not page.ready.results.cards.missing())
        for theme in THEMES:
            window.top.theme_wanted.emit(theme)
            for size in SIZES:
                window.resize(*size)
                draw(window, f"prototype-ready-{system}", language, theme, size, out)


def draw_choices(window: MainWindow, folder: Path, language: Language, out: Path) -> None:
    """The data page of a table and of a mixed set: what was said of it, and what may be corrected."""
    for name, sample in make_samples(folder).items():
        window.show_page("data")
        page = window.current
        if not isinstance(page, DataPage):
            raise TypeError("the data page has another type")
        before = window.session.state
        page.open_sample(sample)
        wait(lambda page=page, before=before: not page.running() and window.session.state is not before)
        for theme in THEMES:
            window.top.theme_wanted.emit(theme)
            for size in SIZES:
                window.resize(*size)
                page.scroll.to_top()
                draw(window, f"data-{name}", language, theme, size, out)
                if page.view.not_right.isVisible():
                    page.view.toggle_corrections()
                    draw(window, f"data-{name}-choices", language, theme, size, out)
                    page.view.toggle_corrections()
                draw_opened(window, page, f"data-{name}", language, theme, size, out)


def draw_opened(
    window: MainWindow,
    page: DataPage,
    name: str,
    language: Language,
    theme: str,
    size: tuple[int, int],
    out: Path,
) -> None:
    """The findings that open as pictures, and what is said of the labels."""
    findings = page.view.findings
    kinds = [chip.finding.kind for chip in findings.chips]
    for kind in [kind for kind in FINDINGS if kind in kinds]:
        findings.open_finding([kind])
        cards = findings.opened.grid.cards
        wait(lambda cards=cards: cards.rowCount() > 0 and cards.card(0).sides[0][0] and not cards.missing())
        page.scroll.verticalScrollBar().setValue(findings.y())
        draw(window, f"{name}-{kind}", language, theme, size, out)
        findings.close_finding()
    if page.view.labels.isVisible():
        page.scroll.verticalScrollBar().setValue(page.view.labels.y())
        draw(window, f"{name}-labels", language, theme, size, out)


def make_samples(folder: Path) -> dict[str, Path]:
    """A table whose target isn't named, and a folder that holds pictures of classes and a table."""
    from PIL import Image, ImageDraw

    rows = [(n, 20 + n * 7 % 41, n % 9, ("서울", "부산", "대전")[n % 3], n * 13 % 5 > 1) for n in range(80)]
    header = ("번호", "나이", "방문 횟수", "지역", "재구매")
    mixed = folder / "현장 자료"
    for path in (folder / "고객.csv", mixed / "기록" / "고객.csv"):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="cp949", newline="") as file:
            csv.writer(file).writerows([header, *rows])
    for number in range(48):
        picture = Image.new("RGB", (96, 72), (40 + 4 * number, 90, 150))
        pen = ImageDraw.Draw(picture)
        box = (8 + number % 9, 8 + number % 5, 60 + number % 20, 56)
        (pen.ellipse if number % 2 else pen.rectangle)(box, fill=(240, 200, 60 + 3 * number))
        place = mixed / "사진" / ("동그라미" if number % 2 else "네모")
        place.mkdir(parents=True, exist_ok=True)
        picture.save(place / f"{number:02}.png")
    return {"table": folder / "고객.csv", "mixed": mixed, "photos": make_photos(folder / "불량 사진")}


def make_photos(folder: Path) -> Path:
    """Two classes under five names, with copies, small copies, and pictures that are dark or blurred."""
    from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

    for number in range(90):
        own = random.Random(number)  # noqa: S311  the same pictures every time
        kind = ("긁힘", "찌그러짐")[number % 2]
        picture = Image.new("RGB", (240, 180), tuple(own.randrange(60, 220) for _ in range(3)))
        pen = ImageDraw.Draw(picture)
        for _ in range(60):
            x, y = own.randrange(240), own.randrange(180)
            box = (x, y, x + own.randrange(4, 40), y + own.randrange(4, 40))
            pen.rectangle(box, fill=tuple(own.randrange(256) for _ in range(3)))
        if number % 2:
            pen.ellipse((60, 40, 180, 140), fill=(250, 220, 40), outline="black", width=6)
        place = folder / ("scratch" if number % 26 == 8 else kind + " " * (number % 15 == 4))
        place.mkdir(parents=True, exist_ok=True)
        picture.save(place / f"IMG_{number:04}.png")
        if number % 9 == 0:
            picture.save(place / f"IMG_{number:04} - 복사본.png")
        if number % 11 == 0:
            picture.resize((160, 120)).save(place / f"IMG_{number:04}_small.jpg", quality=70)
        if number % 30 == 5:
            ImageEnhance.Brightness(picture.rotate(180)).enhance(0.1).save(place / f"dark {number}.png")
        if number % 30 == 6:
            picture.rotate(180).filter(ImageFilter.GaussianBlur(9)).save(place / f"blur {number}.png")
    (folder / "긁힘" / "빈 파일.png").write_bytes(b"")
    return folder


def draw_reading(
    window: MainWindow, language: Language, theme: str, size: tuple[int, int], out: Path
) -> None:
    """The rule book at a few entries, and an exercise turned over."""
    for name, entry in ENTRIES.items():
        window.show_page("rulebook", entry)
        draw(window, f"rulebook-{name}", language, theme, size, out)
    window.show_page("rulebook", "verdict")
    window.show_page("practice")
    page = window.current
    if isinstance(page, PracticePage):
        page.turn_over()
    draw(window, "practice-turned", language, theme, size, out)


def draw(
    window: MainWindow, name: str, language: Language, theme: str, size: tuple[int, int], out: Path
) -> None:
    """One picture, taken when the page has settled."""
    before = None
    end = time.monotonic() + 10
    while time.monotonic() < end:
        pause(150)
        picture = window.grab().toImage()
        if picture == before:
            break
        before = picture
    window.grab().save(str(out / f"{name}-{language}-{theme}-{size[0]}x{size[1]}.png"))


def build_case(folder: Path, language: Language) -> Path:
    """A case with content: the example client's data, answers, and a short training."""
    from engine.example.main_job import run_main_job

    made = run_main_job(folder, TRAINING, language, lambda _key, _values: None, lambda _step, _event: None)
    return made.case


def pause(milliseconds: int) -> None:
    """Let Qt work. Not QTest.qWait: that holds the GIL, and the window's own threads stand still."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _is_drawn(page: ReportPage) -> bool:
    return page.up_to_date


def _is_read(page: RulebookPage | PracticePage) -> bool:
    return page.ready


def wait(until: Callable[[], bool]) -> None:
    """Let Qt work until something holds. Raises TimeoutError."""
    end = time.monotonic() + PATIENCE
    while not until():
        if time.monotonic() > end:
            raise TimeoutError("the window took too long")
        pause(20)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
