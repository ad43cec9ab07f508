"""How well the deep pass does on a judged set: recall of each kind, precision, the count, speed, memory.

``python -m scripts.audit_sets.measure --set planted hard --seed 11 --size 3000`` prints the table;
with ``--both`` of the product, whose cheap pass comes first and which drops unsure swaps.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations

from engine.audit.deep.twins import DeepPass, find_twins
from engine.jobs.protocol import Json
from scripts.audit_sets.both import look_at_all
from scripts.audit_sets.files import SETS, Truth, make_set
from scripts.audit_sets.photos import Photos

_FIRST_KINDS = ("original", "base_of_pair")


@dataclass
class Score:
    """What was found of what is true. Shares are 0 to 1.

    ``precision``: of the linked pairs; ``closure``: of all pairs in one group; ``near_precision`` and
    ``swap_precision``: of the pairs told to be so; ``merged``: of the files of one fixed camera, those
    linked to another content of that camera; ``count_error``: of the number of contents;
    ``unchecked``: planted files that were told to be beyond checking, which no recall counts;
    ``smooth_told``: of the smooth things that were not found, those told to be beyond checking.
    """

    recall: dict[str, float] = field(default_factory=dict)
    precision: float = 1.0
    near_precision: float = 1.0
    swap_precision: float = 1.0
    closure: float = 1.0
    merged: float = 0.0
    count_error: float = 0.0
    unchecked: int = 0
    smooth_told: float = 1.0
    wrong: list[tuple[str, str]] = field(default_factory=list)


class Silent:
    """A reporter that nobody listens to."""

    finish_requested = False

    def progress(self, done: int, total: int | None, stage: str) -> None:
        """Say nothing."""

    def emit(self, kind: str, **data: Json) -> None:
        """Say nothing."""


def score(found: DeepPass, truths: Iterable[Truth]) -> Score:
    """Compare what was found with the truth."""
    said = Score()
    true = {truth.file: truth for truth in truths}
    sizes = Counter(truth.content for truth in true.values())
    linked: dict[str, set[str]] = defaultdict(set)
    right: dict[str, list[bool]] = defaultdict(list)
    for twin in found.twins:
        good = true[twin.first].content == true[twin.second].content
        right[twin.relation.kind].append(good)
        if good:
            linked[twin.first].add(twin.second)
            linked[twin.second].add(twin.first)
        else:
            said.wrong.append((twin.first, twin.second))
    unchecked = {*found.cannot_be_checked, *found.smooth}
    smooth = [name for name, truth in true.items() if truth.kind == "smooth" and not linked[name]]
    said.smooth_told = _share([name in unchecked for name in smooth])
    unchecked -= set(found.smooth)
    by_kind: dict[str, list[bool]] = defaultdict(list)
    for name, truth in true.items():
        if sizes[truth.content] > 1 and truth.kind not in _FIRST_KINDS:
            if linked[name] or name not in unchecked:
                by_kind[truth.kind].append(bool(linked[name]))
            else:
                said.unchecked += 1
    said.recall = {kind: _share(flags) for kind, flags in sorted(by_kind.items())}
    said.precision = _share(right["near"] + right["swap"])
    said.near_precision, said.swap_precision = _share(right["near"]), _share(right["swap"])
    pairs = [pair for group in found.groups for pair in combinations(group, 2)]
    said.closure = _share([true[one].content == true[two].content for one, two in pairs])
    cameras = [name for name, truth in true.items() if truth.camera >= 0]
    merged = {
        name
        for one, two in said.wrong
        for name in (one, two)
        if true[one].camera >= 0 and true[one].camera == true[two].camera
    }
    said.merged = len(merged) / max(1, len(cameras))
    said.count_error = found.contents / len(sizes) - 1
    return said


def _share(flags: list[bool]) -> float:
    return sum(flags) / len(flags) if flags else 1.0


def main() -> None:
    """Make the sets, run the pass on each, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", choices=sorted(SETS), nargs="+", default=["planted", "hard"], dest="names")
    parser.add_argument("--seed", type=int, nargs="+", default=[11])
    parser.add_argument("--size", type=int, default=3000)
    parser.add_argument("--photos", choices=("tune", "judge", "none"), default="judge")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--both", action="store_true", help="the cheap pass first, as in the product")
    given = parser.parse_args()
    for name in given.names:
        for seed in given.seed:
            photos = None if given.photos == "none" else Photos(given.photos)
            made = list(make_set(name, seed, given.size, photos))
            print_table(f"{name}, seed {seed}, photos: {given.photos}", made, given.workers, given.both)


def print_table(title: str, made: list[tuple[Truth, bytes]], workers: int, both: bool = False) -> None:
    """Run the deep pass, or both passes, on these files and print how it did."""
    wall, cpu = time.perf_counter(), _cpu()
    files = [(truth.file, data) for truth, data in made]
    if both:
        found = look_at_all(files, Silent(), workers)
    else:
        found = find_twins(files, Silent(), workers=workers, enough=None)
    wall, cpu = time.perf_counter() - wall, _cpu() - cpu
    said = score(found, [truth for truth, _ in made])
    kinds = Counter(truth.kind for truth, _ in made)
    print(
        f"\n{title}: {len(made)} files, {len(found.cannot_be_checked)} cannot be checked "
        f"({said.unchecked} of them planted)"
    )
    print(
        f"  {len(found.smooth)} told to hold a smooth thing; of smooth ones not found: {said.smooth_told:.3f}"
    )
    for kind, share in said.recall.items():
        print(f"  recall {kind:15} {share:6.3f}  of {kinds[kind]}")
    print(
        f"  pair precision {said.precision:.4f} "
        f"(near {said.near_precision:.4f}, swap {said.swap_precision:.4f})"
    )
    print(f"  precision of all pairs in a group {said.closure:.4f}; fixed cameras merged {said.merged:.4f}")
    print(f"  contents {found.contents}, off by {said.count_error:+.2%}")
    memory = (
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
        resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss,
    )
    print(
        f"  {wall:.1f} s, {cpu:.1f} s of CPU ({1000 * cpu / len(made):.1f} ms a file); "
        f"memory at most: parent {memory[0] >> 10} MB with the set in it, child {memory[1] >> 10} MB"
    )
    kind_of = {truth.file: truth.kind for truth, _ in made}
    wrong = Counter(tuple(sorted((kind_of[one], kind_of[two]))) for one, two in said.wrong)
    print("  wrong pairs:", dict(wrong.most_common(8)))


def _cpu() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    main()
