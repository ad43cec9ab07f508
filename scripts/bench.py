"""Speed and memory of Jjak as a table, each beside a floor or a peer measured in the same run.

``make bench`` prints it. A ratio says how many times the floor's time (or memory) Jjak takes:
the floor does the unavoidable part alone, so that a slow or busy machine slows both.
"""

from __future__ import annotations

import argparse
import gzip
import io
import os
import subprocess
import sys
import tarfile
import tempfile
import time
import tomllib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import chain
from pathlib import Path

import numpy as np
import pandas as pd
import simplejpeg
from PIL import Image
from rich.console import Console
from rich.table import Table

from engine.advice import assess
from engine.audit import audit_dataset, measure
from engine.audit.guard import Guard
from engine.audit.readers import Readers
from engine.case import CaseFile
from engine.dataset import open_dataset
from engine.example.client import make_client_data
from engine.example.main_job import answer_interview
from engine.report import build_report, write_report
from engine.rulebook import check_folder, load_rule_book, loader
from scripts.bench_deep import deep_pass
from scripts.beside_peers import make_pictures, rows_beside_peers

Row = tuple[str, str, str, str, float]

RULES = Path(__file__).resolve().parents[1] / "rules"

BARE_WINDOW = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
class Window(QWidget):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, app.quit)
app = QApplication(sys.argv)
window = Window()
window.show()
app.exec()
"""
JJAK_WINDOW = """
import sys, tempfile
from pathlib import Path
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
from desktop.application import build_window
from desktop.settings import Settings
class FirstPaint(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and watched is window:
            QTimer.singleShot(0, app.quit)
        return False
app = QApplication(sys.argv)
with tempfile.TemporaryDirectory() as folder:
    window = build_window(app, Settings(Path(folder)))
    first = FirstPaint()
    app.installEventFilter(first)
    window.show()
    app.exec()
    window.session.stop()
"""

OPEN_FOLDER = """
import sys, time
from pathlib import Path
import psutil
from engine.dataset import open_dataset
before = psutil.Process().memory_info().rss
started = time.perf_counter()
dataset = open_dataset(Path(sys.argv[1]))
print(time.perf_counter() - started, (psutil.Process().memory_info().rss - before) / 2**20)
"""


LIST_NAMES = """
import sys, time
import psutil
from engine.dataset.listing import Listing
from engine.dataset.types import FileEntry
class Names:
    name = "names"
    def walk(self):
        return (FileEntry(f"class{n % 1000:04}/img_{n:07}.jpg", 1) for n in range(1_000_000))
before = psutil.Process().memory_info().rss
started = time.perf_counter()
listing = Listing(Names())
seconds = time.perf_counter() - started
grown = (psutil.Process().memory_info().rss - before) / 2**20
started = time.perf_counter()
count = sum(1 for _ in Names().walk())
print(seconds, grown, time.perf_counter() - started)
"""

FIRST_SAMPLE = """
import sys, time
from pathlib import Path
from engine.audit.early import early_previews
started = time.perf_counter()
shown = early_previews(Path(sys.argv[1]), 6)
assert len(shown) == 6, len(shown)
print(time.perf_counter() - started)
"""


class Silent:
    """A reporter that nobody listens to."""

    finish_requested = False

    def progress(self, done: int, total: int | None, stage: str) -> None:
        """Drop it."""

    def emit(self, kind: str, **data: object) -> None:
        """Drop it."""


def main() -> None:
    """Measure everything, or only what stands beside peers, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=4000, help="pictures of 256 px beside the peers")
    parser.add_argument("--peers", action="store_true", help="only what stands beside peers")
    asked = parser.parse_args()
    table = Table("what", "Jjak", "floor or peer", "its figure", "ratio", title="Jjak bench")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = (
            first_paint,
            audit_pictures,
            cheap_pass,
            deep_pass,
            audit_table,
            list_names,
            list_million,
            early_sample,
            early_archive,
            load_book,
            decide,
            write_pdf,
        )
        found = (measure_row(folder) for measure_row in (() if asked.peers else rows))
        for what, figure, floor, floor_figure, ratio in chain(found, rows_beside_peers(folder, asked.size)):
            table.add_row(what, figure, floor, floor_figure, f"{ratio:.3g}")
            print(what, figure, floor, floor_figure, f"{ratio:.3g}", sep=" | ", file=sys.stderr)
    Console(width=120).print(table)


def first_paint(_folder: Path) -> Row:
    """Process start to the first paint of the window, warm: best of five."""
    ours = best(lambda: run_python(JJAK_WINDOW), 5)
    bare = best(lambda: run_python(BARE_WINDOW), 5)
    return "window: start to first paint", ms(ours), "a bare Qt window", ms(bare), ours / bare


def audit_pictures(folder: Path) -> Row:
    """The example client's pictures: open, decode, hash, findings."""
    data = folder / "pictures"
    planted = make_client_data(data)
    paths = [path for path in sorted(data.rglob("*.jpg")) if "IMG_900" not in path.name]

    def decode() -> None:
        for path in paths:
            with Image.open(path) as picture:
                picture.load()

    ours = best(lambda: audit_dataset(open_dataset(data), data, Silent(), previews=24), 3)
    floor = best(decode, 3)
    rate = f"{planted.pictures / ours:,.0f} pictures/s"
    return "audit: 596 pictures of 96 px", rate, "decode only", f"{len(paths) / floor:,.0f}/s", ours / floor


def cheap_pass(folder: Path) -> Row:
    """Photographs of 256 px looked at by the crew, beside two threads that merely decode them small."""
    data = folder / "cheap"
    make_pictures(data, 4000, 256, 256)
    paths = sorted(data.iterdir())

    def decode(part: list[Path]) -> None:
        for path in part:
            simplejpeg.decode_jpeg(path.read_bytes(), "GRAY", min_height=128, min_width=128, fastdct=True)

    def floor() -> None:
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(decode, (paths[::2], paths[1::2])))

    def look() -> None:
        with Readers(open_dataset(data), Guard(children=True)) as readers:
            for _ in readers.samples():
                pass

    ours, least = best(look, 2), best(floor, 2)
    rate = f"{len(paths) / ours:,.0f} pictures/s"
    return (
        "cheap pass: 4,000 pictures",
        rate,
        "two threads decode",
        f"{len(paths) / least:,.0f}/s",
        ours / least,
    )


def audit_table(folder: Path) -> Row:
    """A table of 100,000 rows with a label."""
    random = np.random.default_rng(0)
    path = folder / "table.csv"
    columns = {f"x{number}": random.normal(size=100_000).round(4) for number in range(8)}
    frame = pd.DataFrame({**columns, "label": random.choice(["good", "bad"], 100_000)})
    frame.to_csv(path, index=False)
    ours = best(lambda: audit_dataset(open_dataset(path), path, Silent(), previews=24), 2)
    floor = best(lambda: pd.read_csv(path), 2)
    return "audit: table of 100,000 rows", ms(ours), "pandas.read_csv", ms(floor), ours / floor


def list_names(folder: Path) -> Row:
    """100,000 files in 10 class folders: until the form is said; memory beside it."""
    data = folder / "names"
    for number in range(10):
        (data / f"class{number}").mkdir(parents=True)
        for index in range(10_000):
            (data / f"class{number}" / f"{index:05}.jpg").touch()
    seconds, grown = map(float, run_python(OPEN_FOLDER, str(data)).split())
    floor = best(lambda: sum(len(files) for _, _, files in os.walk(data)), 1)
    what = f"recognise 100,000 files (+{grown:.0f} MB)"
    return what, ms(seconds), "os.walk", ms(floor), seconds / floor


def list_million(_folder: Path) -> Row:
    """A million made-up names sorted by folder and kind; memory beside it."""
    seconds, grown, floor = map(float, run_python(LIST_NAMES).split())
    what = f"list 1,000,000 names (+{grown:.0f} MB)"
    return what, ms(seconds), "make the names", ms(floor), seconds / floor


def early_sample(folder: Path) -> Row:
    """The first pictures of 100,000 files, before they are listed."""
    data = folder / "early"
    data.mkdir()
    file = io.BytesIO()
    Image.effect_noise((640, 480), 40).save(file, "JPEG")
    for index in range(100_000):
        if index % 10:
            (data / f"{index:06}.txt").touch()
        else:
            (data / f"{index:06}.jpg").write_bytes(file.getvalue())
    ours = min(float(run_python(FIRST_SAMPLE, str(data))) for _ in range(3))
    floor = best(lambda: len(os.listdir(data)), 3)  # noqa: PTH208 - the quickest way there is
    return "first pictures of 100,000 files", ms(ours), "os.listdir", ms(floor), ours / floor


def early_archive(folder: Path) -> Row:
    """The first pictures of a large .tar.gz, before it is unpacked."""
    path = folder / "large.tar.gz"
    file = io.BytesIO()
    Image.effect_noise((640, 480), 40).save(file, "JPEG")
    with tarfile.open(path, "w:gz", compresslevel=1) as archive:
        for index in range(400):
            member = tarfile.TarInfo(f"{index:04}.jpg")
            member.size = file.tell()
            archive.addfile(member, io.BytesIO(file.getvalue()))

    def unpack() -> None:
        with gzip.open(path) as stream:
            while stream.read(1 << 20):
                pass

    ours = min(float(run_python(FIRST_SAMPLE, str(path))) for _ in range(3))
    floor = best(unpack, 1)
    what = f"first pictures of a {path.stat().st_size >> 20} MB .tar.gz"
    return what, ms(ours), "unpack it", ms(floor), ours / floor


def decide(folder: Path) -> Row:
    """One decision with its advice and trace, beside proving the whole rule book sound."""
    book = load_rule_book()
    case = CaseFile.create(folder / "decide.jjak", "bench", "en")
    answer_interview(case, book, "en")
    state = case.state
    case.close()
    load = best(lambda: check_folder(None), 3)
    ours = best(lambda: assess(book, state.answers, state.measured), 50)
    return "assess a full interview", ms(ours), "check the whole rule book", ms(load), ours / load


def load_book(_folder: Path) -> Row:
    """Loading the rule book once it was proven, beside merely parsing its files."""
    load_rule_book()

    def load() -> None:
        for cached in (load_rule_book, loader._key):
            cached.cache_clear()
        load_rule_book()

    texts = [path.read_text(encoding="utf-8") for path in sorted(RULES.rglob("*.toml"))]
    floor = best(lambda: [tomllib.loads(text) for text in texts], 3)
    ours = best(load, 20)
    return "load the proven rule book", ms(ours), "parse its TOML", ms(floor), ours / floor


def write_pdf(folder: Path) -> Row:
    """The report of the audited example as PDF, beside Markdown of the same report."""
    book = load_rule_book()
    case = CaseFile.create(folder / "report.jjak", "bench", "ko")
    answer_interview(case, book, "ko")
    data = folder / "pictures"
    audit = audit_dataset(open_dataset(data), data, Silent(), previews=24)
    state = case.record_sample(data, audit, measure(audit))
    report = build_report(
        state, assess(book, state.answers, state.measured), book, case.blob, "client", "ko", date.today()
    )
    ours = best(lambda: write_report(report, folder / "report.pdf", book, overwrite=True), 3)
    floor = best(lambda: write_report(report, folder / "report.md", book, overwrite=True), 3)
    case.close()
    return "report as PDF", ms(ours), "as Markdown", ms(floor), ours / floor


def best(work: Callable[[], object], times: int) -> float:
    """Seconds of the quickest of so many runs."""
    seconds = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return min(seconds)


def run_python(code: str, *arguments: str) -> str:
    """Run the code in a process of its own; what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


def ms(seconds: float) -> str:
    """Milliseconds, as text."""
    return f"{seconds * 1000:,.1f} ms" if seconds < 0.1 else f"{seconds * 1000:,.0f} ms"


if __name__ == "__main__":
    main()
