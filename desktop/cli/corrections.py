"""``--set KEY=VALUE``: corrections as the command line says them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from engine.dataset.corrections import ColumnUse, Corrections, FolderUse, Pairing, RelabelLine
from engine.errors import UserError

HELP = (
    "Correct a guess (repeatable): columns.NAME=input|target|ignore, folders.PATH=input|target|ignore, "
    "pairing=names|numbers|order|none, encoding=cp949, labels=ID, with an ID that --json lists under "
    '"choices" (name:0, folder:1, list:FILE:COLUMN, column:NAME, none); relabel="OLD=NEW": a class by '
    "another name; threshold.NAME=NUMBER: when a picture is dark, a recording silent … (dark, blurred, "
    "silent, gappy …; any other name lists them all)."
)
_VALUES = {
    "columns": get_args(ColumnUse),
    "folders": get_args(FolderUse),
    "pairing": get_args(Pairing),
}


def corrections_from(settings: Sequence[str]) -> Corrections:
    """What all ``--set`` say together; of the same thing the last counts. Raises ``UserError``."""
    said: dict[str, object] = {}
    lines: list[RelabelLine] = []
    thresholds: dict[str, float] = {}
    for setting in settings:
        if setting.partition("=")[0].strip() == "relabel":
            lines.append(_line(setting))
            continue
        if setting.partition(".")[0].strip() == "threshold":
            thresholds |= _threshold(setting)
            continue
        kind, subject, value = _parted(setting)
        allowed = _VALUES.get(kind)
        if allowed is not None and value not in allowed:
            raise UserError("corrections_value", entry=kind, value=value[:60], options=", ".join(allowed))
        if subject:
            named = said.setdefault(kind, {})
            if isinstance(named, dict):
                named[subject] = value
        else:
            said[kind] = value
    return Corrections.model_validate({**said, "relabel": lines, "thresholds": thresholds})


def _line(setting: str) -> RelabelLine:
    """``relabel=Cat =cat``: blanks of the old name count. Raises ``UserError``."""
    label, sign, becomes = setting.partition("=")[2].rpartition("=")
    if not sign or not label or not becomes.strip():
        raise UserError("corrections_set", text=setting[:80])
    return RelabelLine(label=label, becomes=becomes.strip())


def _threshold(setting: str) -> dict[str, float]:
    """``threshold.dark=60``. Raises ``UserError``."""
    name, _, value = setting.partition(".")[2].partition("=")
    try:
        return {name.strip(): float(value)}
    except ValueError:
        raise UserError("corrections_set", text=setting[:80]) from None


def _parted(setting: str) -> tuple[str, str, str]:
    """(kind, column or folder or "", value). Raises ``UserError``."""
    kind = setting.partition("=")[0].partition(".")[0].strip()
    if kind in ("columns", "folders"):
        key, sign, value = setting.rpartition("=")  # a name may hold the sign itself
        subject = key.partition(".")[2].strip()
        good = bool(sign and subject and value.strip())
    else:
        key, sign, value = setting.partition("=")
        subject = ""
        good = kind in ("pairing", "encoding", "labels") and key.strip() == kind and bool(value.strip())
    if not good:
        raise UserError("corrections_set", text=setting[:80])
    return kind, subject, value.strip()
