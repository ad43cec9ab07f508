"""Where this machine keeps a Korean face; else the one that comes with our packages.

Only paths are looked at: no font is opened and no package is imported.
"""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

FAMILIES = ("Noto Sans CJK KR", "Noto Sans KR", "Apple SD Gothic Neo", "Malgun Gothic", "NanumGothic")
"""Korean families that a report or the window may be set in, best first."""

FILES = (
    ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"),
    ("NotoSansCJKkr-Regular.otf", "NotoSansCJKkr-Bold.otf"),
    ("NotoSansKR-Regular.otf", "NotoSansKR-Bold.otf"),
    ("AppleSDGothicNeo.ttc",),
    ("malgun.ttf", "malgunbd.ttf"),
    ("NanumGothic.ttf", "NanumGothicBold.ttf"),
)
BUNDLE = "koreanize-matplotlib"
BUNDLED = ("NanumGothic.ttf", "NanumGothicBold.ttf")


@lru_cache
def korean_font_files() -> tuple[Path, ...]:
    """The files of one Korean face, regular first: the system's, else the bundled NanumGothic.

    Empty only when neither exists. A set of which only the regular weight is there counts.
    """
    # Not Path.is_dir: it raises where we may not even look.
    folders = [folder for folder in system_folders() if os.path.isdir(folder)]  # noqa: PTH112
    for names in FILES:
        regular = find(names[0], folders)
        if regular is not None:
            others = (find(name, [regular.parent]) for name in names[1:])
            return (regular, *(other for other in others if other is not None))
    return bundled_files()


def bundled_files() -> tuple[Path, ...]:
    """The NanumGothic files of the installed distribution; empty when it isn't installed."""
    try:
        files = distribution(BUNDLE).files or []
    except PackageNotFoundError:
        return ()
    found = {file.name: Path(str(file.locate())) for file in files if file.name in BUNDLED}
    return tuple(found[name] for name in BUNDLED if name in found and found[name].is_file())


def system_folders() -> tuple[Path, ...]:
    """The folders in which this system keeps fonts, the machine's before the user's."""
    # Not Path.home: it raises for a user without one.
    home = Path(os.path.expanduser("~"))  # noqa: PTH111
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", r"C:\Windows"))
        local = Path(os.environ.get("LOCALAPPDATA", str(home / "AppData" / "Local")))
        return (windows / "Fonts", local / "Microsoft" / "Windows" / "Fonts")
    if sys.platform == "darwin":
        return (Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts")
    return (
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        home / ".local" / "share" / "fonts",
        home / ".fonts",
    )


def find(name: str, folders: list[Path]) -> Path | None:
    """The first file of that name under the folders, in a stable order."""
    for folder in folders:
        found = sorted(folder.rglob(name))
        if found:
            return found[0]
    return None
