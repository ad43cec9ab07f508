"""The deep pass in figures: pictures a second, CPU seconds, peak memory and how the time grows.

``python -m scripts.bench_deep FOLDER COUNT`` runs it over so many files of a folder and prints
seconds, CPU seconds and megabytes at most; ``make bench`` draws a set and asks that of three sizes.
"""

from __future__ import annotations

import math
import resource
import subprocess
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2
import psutil

from engine.audit.deep.decoding import grey_of
from engine.audit.deep.features import reduce
from engine.audit.deep.twins import Image, find_twins
from engine.dataset.places import Place
from scripts.audit_sets.files import make_set
from scripts.audit_sets.measure import Silent

_LOT = 750
_LOTS = 4
_FEW = 20  # pictures: what is spent on them is spent on starting


@dataclass(frozen=True)
class Spent:
    """Of one pass: wall clock and CPU seconds of all its processes, and their memory at most."""

    seconds: float
    cpu: float
    megabytes: float


def deep_pass(folder: Path) -> tuple[str, str, str, str, float]:
    """About 3,000 pictures of 256 px, beside two threads that merely look for their SIFT key points."""
    data = folder / "deep"
    data.mkdir()
    with ProcessPoolExecutor(2) as pool:
        sizes = list(pool.map(_draw, [data] * _LOTS, range(_LOTS)))
    start = _measured(data, _FEW).cpu
    counts = [sum(sizes[:lots]) for lots in (1, 2, _LOTS)]
    spent = [_measured(data, count) for count in counts]
    growth = math.log((spent[-1].cpu - start) / (spent[0].cpu - start)) / math.log(counts[-1] / counts[0])
    whole, count = spent[-1], counts[-1]
    floor = _floor(data)
    return (
        f"deep pass: {count:,} pictures ({whole.megabytes:.0f} MB, n^{growth:.2f})",
        f"{count / whole.seconds:,.0f}/s, {whole.seconds:.1f} s, CPU {whole.cpu:.1f} s",
        "two threads, SIFT alone",
        f"{count / floor:,.0f}/s",
        whole.seconds / floor,
    )


def _draw(data: Path, lot: int) -> int:
    cv2.setNumThreads(1)
    made = [picture for _, picture in make_set("planted", 700 + lot, _LOT, None)]
    for number, picture in enumerate(made):
        (data / f"{lot}-{number:05}.jpg").write_bytes(picture)
    return len(made)


def _measured(data: Path, count: int) -> Spent:
    asked = [sys.executable, "-m", "scripts.bench_deep", str(data), str(count)]
    done = subprocess.run(asked, check=True, stdout=subprocess.PIPE, text=True)
    return Spent(*map(float, done.stdout.split()))


def _floor(data: Path) -> float:
    paths = sorted(data.iterdir())
    cv2.setNumThreads(1)

    def look(part: list[Path]) -> None:
        sift = cv2.SIFT.create()
        for path in part:
            sift.detectAndCompute(reduce(grey_of(path.read_bytes())), None)

    began = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(look, (paths[::2], paths[1::2])))
    return time.perf_counter() - began


def main() -> None:
    """Run the pass over some files and print what it took."""
    folder, count = Path(sys.argv[1]), int(sys.argv[2])
    files = sorted(folder.iterdir())[:count]
    peak, over = [0], threading.Event()
    watcher = threading.Thread(target=_watch, args=(peak, over), daemon=True)
    watcher.start()
    began = time.perf_counter()
    find_twins((Image(file.name, Place(file)) for file in files), Silent(), enough=None)
    seconds = time.perf_counter() - began
    over.set()
    watcher.join()
    print(seconds, _cpu(), peak[0] / (1 << 20))


def _watch(peak: list[int], over: threading.Event) -> None:
    """Of this process and its children; what they share is counted once, where the system tells."""
    own = psutil.Process()
    while not over.wait(0.2):
        total = 0
        for process in (own, *own.children(recursive=True)):
            try:
                told = process.memory_full_info()
            except psutil.Error:
                continue
            total += getattr(told, "pss", told.rss)
        peak[0] = max(peak[0], total)


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


if __name__ == "__main__":
    main()
