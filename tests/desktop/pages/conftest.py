"""What the pages' tests share: small data sets, real drops, and dialogs that answer at once."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from engine.prototypes import ready


class FakeChooser:
    """Answers the file dialogs with the paths it was given."""

    def __init__(self, answer: Path | None = None) -> None:
        self.answer = answer
        self.asked: list[Path | str] = []

    def folder(self, parent: QWidget, title: str) -> Path | None:
        self.asked.append(title)
        return self.answer

    def file(self, parent: QWidget, title: str) -> Path | None:
        self.asked.append(title)
        return self.answer

    def files(self, parent: QWidget, title: str) -> list[Path]:
        self.asked.append(title)
        return [] if self.answer is None else [self.answer]

    def save(self, parent: QWidget, title: str, suggested: Path, filters: Sequence[str]) -> Path | None:
        self.asked.append(suggested)
        return self.answer


def drop_urls(target: QWidget, urls: Sequence[QUrl]) -> None:
    """Drag these over the widget and let go, through Qt's own events."""
    data = QMimeData()
    data.setUrls(list(urls))
    middle = target.rect().center()
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    with warnings.catch_warnings():  # Qt deprecates the one constructor that PySide offers
        warnings.simplefilter("ignore", DeprecationWarning)
        enter = QDragEnterEvent(QPoint(middle), *how)
    QApplication.sendEvent(target, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(target, QDropEvent(QPointF(middle), *how))


def drop_paths(target: QWidget, *paths: Path) -> None:
    """Drop files or folders of this computer."""
    drop_urls(target, [QUrl.fromLocalFile(str(path)) for path in paths])


def draw(path: Path, shape: str, number: int) -> None:
    """A picture of a square or a disc; each number looks different."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = Image.new("RGB", (48, 48), (20 + 3 * number, 60, 200 - 4 * number))
    pen = ImageDraw.Draw(picture)
    box = (6 + number % 8, 6 + number % 5, 30 + number % 9, 30 + number % 7)
    colour = (250, 240 - 2 * number, 40 + 4 * number)
    if shape == "square":
        pen.rectangle(box, fill=colour)
    else:
        pen.ellipse(box, fill=colour)
    picture.save(path)


@pytest.fixture(autouse=True)
def nothing_ready(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ready model starts a child as soon as its page is seen: only tests of that have any."""
    if "ready_models" not in request.keywords:
        monkeypatch.setattr(ready, "ready_systems", tuple)


@pytest.fixture
def shapes(tmp_path: Path) -> Path:
    """Two class folders of 16 pictures, one exact copy and one broken file."""
    folder = tmp_path / "shapes"
    for shape in ("square", "disc"):
        for number in range(16):
            draw(folder / shape / f"{shape}_{number:02}.png", shape, number)
    copied = folder / "square" / "copy.png"
    copied.write_bytes((folder / "square" / "square_00.png").read_bytes())
    (folder / "disc" / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n only the beginning")
    return folder


@pytest.fixture
def ratings(tmp_path: Path) -> Path:
    """A table with a target column."""
    rows = [f"{number},{20 + number % 9},{'yes' if number % 3 else 'no'}" for number in range(60)]
    path = tmp_path / "ratings.csv"
    path.write_text("\n".join(["age,visits,label", *rows]), encoding="utf-8")
    return path


@pytest.fixture
def wait(qtbot) -> Callable[[Callable[[], object]], None]:
    """Wait until something is so."""

    def until(condition: Callable[[], object]) -> None:
        def so() -> None:
            assert condition()

        qtbot.waitUntil(so, timeout=60_000)

    return until
