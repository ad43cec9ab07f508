"""Names inside archives: from bytes of unknown encoding to NFC, and why one is refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from engine.dataset.kinds import is_junk

_LONGEST_PATH, _LONGEST_NAME = 4096, 1024
_NEARLY_ALL = 0.9
_PAIR = 2  # bytes of a sign of KS X 1001
_HANGUL = re.compile("[가-힣]")
_KANA = re.compile("[ぁ-ゖァ-ヺ]")


def encoding_of(names: Sequence[bytes], fallback: str) -> str:
    """The encoding of names that are no ASCII: UTF-8, cp949 or Shift-JIS, else ``fallback``.

    cp949 and Shift-JIS can often read each other's bytes, and those of western code pages: the one
    which makes the usual letters of its language out of nearly all names is right.
    """
    raw = [name for name in names if not name.isascii()]
    if all(_read(name, "utf-8") is not None for name in raw):
        return "utf-8"
    korean = [text for name in raw if (text := _read(name, "cp949")) is not None]
    japanese = [text for name in raw if (text := _read(name, "cp932")) is not None]
    usual, rare = _hangul("".join(korean))
    kana = len(_KANA.findall("".join(japanese)))
    if len(japanese) >= _NEARLY_ALL * len(raw) and kana > usual:
        return "cp932"
    return "cp949" if len(korean) >= _NEARLY_ALL * len(raw) and usual > rare else fallback


def clean_name(name: str) -> str:
    """A member's name in NFC with ``/``; what is no text is written out."""
    if name.isascii():
        return name.replace("\\", "/")
    printable = name.encode("utf-8", "surrogateescape" if _has_raw(name) else "replace")
    return unicodedata.normalize("NFC", printable.decode("utf-8", "backslashreplace").replace("\\", "/"))


def refused_name(name: str, folder: bool) -> str | None:
    """Why a member of this clean name takes no part, or None."""
    path = name.strip("/")
    parts = path.split("/")
    if ".." in parts or name.startswith("/") or re.match(r"[A-Za-z]:", name):
        return "path_escape"
    if "\0" in name or len(path) > _LONGEST_PATH or max(map(len, parts)) > _LONGEST_NAME or not all(parts):
        return "bad_name"
    if any(is_junk(part, folder=True) for part in parts[:-1]) or is_junk(parts[-1], folder=folder):
        return "junk_file"
    return None


def normal_path(name: str) -> str:
    """A clean name without what changes nothing: a leading ``./``, doubled and closing slashes."""
    if name.startswith("/"):
        return name
    if name == ".":
        return ""
    if "//" not in name and "./" not in name and not name.endswith("/"):
        return name
    return "/".join(part for part in name.split("/") if part not in ("", "."))


def _read(name: bytes, encoding: str) -> str | None:
    try:
        return name.decode(encoding)
    except UnicodeDecodeError:
        return None


def _hangul(text: str) -> tuple[int, int]:
    """Signs of KS X 1001, and syllables that only cp949 has, which are next to never written."""
    usual = sum(not sign.isascii() and len(sign.encode("euc_kr", "ignore")) == _PAIR for sign in text)
    return usual, sum(len(sign.encode("euc_kr", "ignore")) != _PAIR for sign in _HANGUL.findall(text))


def _has_raw(name: str) -> bool:
    return any("\udc80" <= letter <= "\udcff" for letter in name)
