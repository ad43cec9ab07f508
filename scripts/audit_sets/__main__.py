"""Writes a judged set: ``python -m scripts.audit_sets OUT --set planted --seed 7 --size 3000``."""

from __future__ import annotations

import argparse
from pathlib import Path

from scripts.audit_sets.files import SETS, write_set
from scripts.audit_sets.photos import Photos


def main() -> None:
    """Read the arguments and write the set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--set", choices=sorted(SETS), default="planted", dest="name")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=3000)
    parser.add_argument("--photos", choices=("tune", "judge", "none"), default="judge")
    given = parser.parse_args()
    photos = None if given.photos == "none" else Photos(given.photos)
    count = write_set(given.out, given.name, given.seed, given.size, photos)
    print(f"{count} files in {given.out / 'data'}")


if __name__ == "__main__":
    main()
