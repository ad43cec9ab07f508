"""Numbers as the pages write them: percentages, time left, sizes."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.i18n import number


def percent(value: float, decimals: int = 1) -> str:
    """A share between 0 and 1 in percent, without the sign."""
    return number(value * 100, decimals)


def kilobytes(size: int) -> str:
    """A size in kB, or in MB from a thousand of them on."""
    return f"{number(round(size / 1000))} kB" if size < 1_000_000 else f"{number(size / 1_000_000, 1)} MB"


def seconds_left(seconds: float) -> str:
    """How long it still takes, in words."""
    if seconds < 1:
        return QCoreApplication.translate("Figures", "nearly done")
    return QCoreApplication.translate("Figures", "about {seconds} s left").format(
        seconds=number(round(seconds))
    )
