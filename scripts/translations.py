"""Collects the window's texts into assets/translations/jjak_ko.ts and compiles the .qm.

    python scripts/translations.py            collect, keep what is translated, compile
    python scripts/translations.py --check    change nothing; exit 1 if either is out of date

Texts that want a translation are marked ``type="unfinished"`` in the .ts file.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import PySide6

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = Path("assets") / "translations" / "jjak_ko.ts"
TOOLS = Path(PySide6.__file__).parent


def main(arguments: list[str]) -> int:
    """Update, or check; returns the exit code."""
    if arguments == ["--check"]:
        stale = check()
        for line in stale:
            print(line)
        return 1 if stale else 0
    update(ROOT / CATALOGUE)
    compile_(ROOT / CATALOGUE, (ROOT / CATALOGUE).with_suffix(".qm"))
    return 0


def check() -> list[str]:
    """What is out of date, one line each."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / CATALOGUE.name
        shutil.copyfile(ROOT / CATALOGUE, fresh)
        update(fresh)
        compiled = fresh.with_suffix(".qm")
        compile_(ROOT / CATALOGUE, compiled)
        stale = []
        if fresh.read_bytes() != (ROOT / CATALOGUE).read_bytes():
            stale.append(f"{CATALOGUE} is out of date: make translations")
        if compiled.read_bytes() != (ROOT / CATALOGUE).with_suffix(".qm").read_bytes():
            stale.append(f"{CATALOGUE.with_suffix('.qm')} is out of date: make translations")
        return stale


def update(catalogue: Path) -> None:
    """Bring the texts of ``desktop/`` into a .ts file; translations are kept, dead texts go."""
    sources = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "desktop").rglob("*.py"))
    options = ["-no-obsolete", "-locations", "none", "-source-language", "en_US", "-target-language", "ko_KR"]
    run("lupdate", *sources, *options, "-ts", str(catalogue))


def compile_(catalogue: Path, compiled: Path) -> None:
    """Compile a .ts file; texts without a translation stay English."""
    run("lrelease", str(catalogue), "-qm", str(compiled))


def run(tool: str, *arguments: str) -> None:
    """Run one of Qt's linguist tools. Raises CalledProcessError."""
    program = shutil.which(tool, path=str(TOOLS)) or shutil.which(tool, path=str(TOOLS / "Qt" / "libexec"))
    if program is None:
        raise FileNotFoundError(f"{tool}: not in {TOOLS}")
    subprocess.run([program, *arguments], cwd=ROOT, check=True, capture_output=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
