"""The cheap pass as a whole process, beside its peers and the decode floor, all on the same files.

Peers live in an environment of their own (``.venv/peers``, made by ``make bench``): they bring
packages that Jjak has no use for. Machines are shared: beside the time that went by stands the CPU
time of the process and all its children, which other work on the machine hardly changes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pandas as pd
import psutil
import simplejpeg
import soundfile

Row = tuple[str, str, str, str, float]

HOME = Path(__file__).resolve().parents[1]
PEERS = HOME / ".venv" / "peers" / "bin" / "python"
LARGE = 60  # pictures of 12 megapixels
_LOOK = 0.1  # seconds between two looks at the memory

IMAGEDEDUP = """
import sys
from engine.prototypes.torchvision_models import torchvision_models
torchvision_models()  # whose own library is made for another torch
from imagededup.methods import PHash
if __name__ == "__main__":
    hasher = PHash(verbose=False)
    hasher.find_duplicates(encoding_map=hasher.encode_images(sys.argv[1]))
"""
CLEANVISION = """
import sys
from cleanvision import Imagelab
if __name__ == "__main__":
    Imagelab(data_path=sys.argv[1]).find_issues(verbose=False)
"""
FIRST = """
import json, sys, time
from engine.jobs import Task, run
told = {}
def hear(event):
    if event.kind == "partial":
        told.setdefault(event.data["name"], time.perf_counter() - started)
if __name__ == "__main__":
    started = time.perf_counter()
    params = {"path": sys.argv[1], "previews": 24, "deep": False}
    run(Task("engine.audit.task", "run"), params, on_event=hear)
    print(json.dumps(told))
"""


@dataclass(frozen=True)
class Spent:
    """``seconds`` by the clock, ``cpu`` of the process and its children, ``megabytes`` of all at most."""

    seconds: float
    cpu: float
    megabytes: float


def rows_beside_peers(folder: Path, size: int) -> Iterator[Row]:
    """``size`` pictures of 256 px, then ``LARGE`` ones of 12 megapixels; then what is known already."""
    small, large = folder / "small", folder / "large"
    make_pictures(small, size, 256, 256)
    make_pictures(large, LARGE, 4000, 3000)
    yield from _beside(small, size, f"{size:,} of 256 px")
    yield first_figures(small, size)
    yield from _beside(large, LARGE, f"{LARGE} of 12 MP")
    yield from second_audits(folder)


def make_pictures(folder: Path, count: int, wide: int, high: int) -> None:
    """Something smooth under some noise, each another one."""
    folder.mkdir()
    random = np.random.default_rng(3)
    noise = random.integers(-9, 10, (high, wide, 1), np.int16)
    for number in range(count):
        coarse = cv2.resize(random.integers(0, 256, (9, 9, 3), np.uint8), (wide, high), interpolation=2)
        grain = np.roll(noise, random.integers(0, wide, 2), (0, 1))
        picture = (coarse + grain).clip(0, 255).astype(np.uint8)
        (folder / f"{number:05}.jpg").write_bytes(simplejpeg.encode_jpeg(picture, quality=88))


def _beside(data: Path, count: int, what: str) -> list[Row]:
    """Each as a process of its own, ours first and last: the better run counts."""
    floor = _least(_floor(data) for _ in range(2))
    ours = [_ours(data)]
    peers = {
        "imagededup PHash": spent_by_peer(IMAGEDEDUP, data),
        "cleanvision": spent_by_peer(CLEANVISION, data),
    }
    ours.append(_ours(data))
    best = _least(ours)
    mine = f"{count / best.seconds:,.0f}/s, CPU {best.cpu:.1f} s, {best.megabytes:.0f} MB"
    rows = [(f"audit --quick: {what}", mine, "two threads decode", _said(floor, count), best.cpu / floor.cpu)]
    for name, peer in peers.items():
        if peer is None:
            rows.append(("  the same", mine, name, "not installed", float("nan")))
            continue
        rows.append(("  the same, by the clock", mine, name, _said(peer, count), best.seconds / peer.seconds))
        rows.append(("  the same, by CPU time", mine, name, _said(peer, count), best.cpu / peer.cpu))
    return rows


def _said(spent: Spent, count: int) -> str:
    memory = f", {spent.megabytes:,.0f} MB" if spent.megabytes else ""
    return f"{count / spent.seconds:,.0f}/s, CPU {spent.cpu:.1f} s{memory}"


def _least(runs: Iterable[Spent]) -> Spent:
    return min(runs, key=lambda spent: spent.cpu)


def _floor(data: Path) -> Spent:
    """Two threads that merely decode, grey and at half the scale or less."""
    paths = sorted(data.iterdir())

    def decode(part: list[Path]) -> None:
        for path in part:
            simplejpeg.decode_jpeg(path.read_bytes(), "GRAY", min_height=128, min_width=128, fastdct=True)

    began, cpu = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(decode, (paths[::2], paths[1::2])))
    return Spent(time.perf_counter() - began, time.process_time() - cpu, 0.0)


def _ours(data: Path) -> Spent:
    with tempfile.TemporaryDirectory() as cache:
        return spent_by([sys.executable, "-m", "desktop", "audit", "--quick", "--json", str(data)], cache)


def spent_by_peer(code: str, data: Path) -> Spent | None:
    """None where it isn't installed."""
    if not PEERS.exists():
        return None
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "peer.py"  # a file: they start children of their own
        script.write_text(code, encoding="utf-8")
        try:
            return spent_by([str(PEERS), str(script), str(data)], folder)
        except subprocess.CalledProcessError:
            return None


def spent_by(command: Sequence[str], cache: str) -> Spent:
    """Run it. Raises ``CalledProcessError``."""
    environment = {**os.environ, "XDG_CACHE_HOME": cache}
    began, before = time.perf_counter(), os.times()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=HOME, env=environment
    )
    most = _Most(process.pid)
    code = process.wait()
    seconds, after = time.perf_counter() - began, os.times()
    if code:
        raise subprocess.CalledProcessError(code, command)
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Spent(seconds, cpu, most.megabytes)


class _Most:
    """The largest sum of what a process and all below it hold, looked at ten times a second."""

    def __init__(self, pid: int) -> None:
        self.megabytes = 0.0
        self._process = psutil.Process(pid)
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        while True:
            try:
                tree = [self._process, *self._process.children(recursive=True)]
                held = sum(_held(each) for each in tree)
            except psutil.Error:
                return
            self.megabytes = max(self.megabytes, held / 2**20)
            time.sleep(_LOOK)


def _held(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def first_figures(data: Path, count: int) -> Row:
    """From the start of the job to the first pictures of the set, and to what it is; the floor: numpy."""
    with tempfile.TemporaryDirectory() as cache:
        told = json.loads(_output(FIRST, cache, str(data)))
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import numpy"], check=True)
    floor = time.perf_counter() - began
    first = min(told.values())
    figure = f"{first:.2f} s, its form {told['recognized']:.2f} s"
    return f"first figures of {count:,}", figure, "start Python and numpy", f"{floor:.2f} s", first / floor


def _output(code: str, cache: str, *arguments: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "first.py"
        script.write_text(code, encoding="utf-8")
        environment = {**os.environ, "XDG_CACHE_HOME": cache, "PYTHONPATH": str(HOME)}
        command = [sys.executable, str(script), *arguments]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
    return done.stdout


def second_audits(folder: Path) -> Iterator[Row]:
    """The whole audit again, deep pass and all, where nothing has changed, and where one file has."""
    sets: dict[str, tuple[str, Callable[[Path], None]]] = {
        "pictures": ("3,000 pictures", lambda data: make_pictures(data, 3000, 256, 256)),
        "rows": ("5,000 rows", _make_rows),
        "sounds": ("500 sounds", _make_sounds),
    }
    for name, (what, make) in sets.items():
        data = folder / f"second_{name}"
        make(data)
        time.sleep(2.1)  # what has just changed isn't kept
        command = [sys.executable, "-m", "desktop", "audit", "--json", str(data)]
        with tempfile.TemporaryDirectory() as cache:
            first, second = spent_by(command, cache), spent_by(command, cache)
            yield _again(f"second audit: {what}", second, first)
            if name == "pictures":
                (data / "00007.jpg").write_bytes((data / "00008.jpg").read_bytes())
                yield _again("  one of them changed", spent_by(command, cache), first)


def _again(what: str, again: Spent, first: Spent) -> Row:
    said = (f"{spent.seconds:.2f} s, CPU {spent.cpu:.1f} s" for spent in (again, first))
    return what, next(said), "the first one", next(said), again.cpu / first.cpu


def _make_rows(data: Path) -> None:
    random = np.random.default_rng(5)
    words = [f"word{number}" for number in range(400)]
    texts = [" ".join(random.choice(words, 12)) for _ in range(5000)]
    data.mkdir()
    frame = pd.DataFrame(
        {"text": texts, "x": random.normal(size=5000), "label": random.choice(["a", "b"], 5000)}
    )
    frame.to_csv(data / "rows.csv", index=False)


def _make_sounds(data: Path) -> None:
    random = np.random.default_rng(6)
    data.mkdir()
    for number in range(500):
        loudness = np.interp(np.arange(32_000), np.linspace(0, 32_000, 24), random.uniform(0, 1, 24))
        soundfile.write(data / f"{number:03}.wav", loudness * random.normal(0, 0.2, 32_000), 16_000)
