"""The font: the system's own, with a Korean face that exists, in sizes that follow the system's."""

from __future__ import annotations

import sys

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo

from desktop.theme.metrics import TEXT
from engine.report.fonts import bundled_files

USUAL_SIZES = {"win32": 12, "darwin": 13}  # pixel size of the system's font as it is delivered
USUAL_SIZE = 13
PREFERRED = (
    "Pretendard", "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", "Noto Sans CJK KR",
    "Source Han Sans KR", "Spoqa Han Sans Neo", "NanumBarunGothic", "NanumGothic", "Nanum Gothic",
)  # fmt: skip
PLAIN_LATIN = ("DejaVu Sans", "Sans Serif", "Sans", "Bitstream Vera Sans")
"""Families that a bare Linux falls back to; beside Hangul the Korean face's own Latin is better."""


def interface_font() -> QFont:
    """The font of the whole window. Loads NanumGothic only where the system has no Korean face."""
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    size = QFontInfo(system).pixelSize()
    usual = USUAL_SIZES.get(sys.platform, USUAL_SIZE)
    factor = size / usual if size > usual * 1.1 else 1.0
    font = QFont(system)
    families = _families(system.family())
    if families:
        font.setFamilies(families)
    font.setPixelSize(round(TEXT * min(factor, 2.0)))
    return font


def _families(system_family: str) -> list[str]:
    korean = korean_family()
    if korean is None:
        return [system_family]
    if system_family in PLAIN_LATIN or QFontInfo(QFont(system_family)).family() in PLAIN_LATIN:
        return [korean, system_family]
    return [system_family, korean]


def korean_family() -> str | None:
    """A family that has Hangul: the system's best, else the one that is delivered with Jjak."""
    there = set(QFontDatabase.families(QFontDatabase.WritingSystem.Korean))
    for family in PREFERRED:
        if family in there:
            return family
    proportional = sorted(family for family in there if not QFontDatabase.isFixedPitch(family))
    return proportional[0] if proportional else _delivered_family()


def _delivered_family() -> str | None:
    families: list[str] = []
    for file in bundled_files():
        number = QFontDatabase.addApplicationFont(str(file))
        if number >= 0:
            families += QFontDatabase.applicationFontFamilies(number)
    return min(families, key=len) if families else None
