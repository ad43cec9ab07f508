"""What the user says where the guess was wrong, and the choices that a set leaves open.

Corrections go in with the path, are kept with the audit in the case, and are undone with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from engine.errors import UserError

ColumnUse = Literal["input", "target", "ignore"]
FolderUse = Literal["input", "target", "ignore"]
Pairing = Literal["names", "numbers", "order", "none"]
ChoiceKind = Literal["columns", "folders", "pairing", "encoding", "labels"]


class Corrections(BaseModel):
    """Frozen; empty means that every guess stands.

    ``columns``: a column's name → its use. ``folders``: a folder's path in the set → its use.
    ``pairing``: how partners meet (``none``: they don't). ``encoding``: of tables and texts.
    ``labels``: the id of a label source, as the choices name it (``none``: there are no labels).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    columns: dict[str, ColumnUse] = {}
    folders: dict[str, FolderUse] = {}
    pairing: Pairing | None = None
    encoding: str | None = None
    labels: str | None = None

    def __bool__(self) -> bool:
        """Whether anything is corrected at all."""
        return self != Corrections()


def corrections_in(params: Mapping[str, object]) -> Corrections:
    """The ``corrections`` of a job's parameters; none without them. Raises ``UserError``."""
    try:
        return Corrections.model_validate(params.get("corrections") or {})
    except ValidationError as error:
        first = error.errors()[0]
        raise UserError("corrections_params", entry=".".join(map(str, first["loc"]))[:80]) from None


@dataclass(frozen=True)
class Option:
    """One way to read the set. ``key`` and ``values``: its words, in findings.toml.

    ``covers``: how many inputs it gives a target (or how many rows or files it concerns).
    """

    id: str
    key: str
    values: Mapping[str, int | str]
    covers: int = 0


@dataclass(frozen=True)
class Choice:
    """Something that the user may correct. ``subject``: the column or folder, else "".

    ``chosen``: the option in force; ``guessed``: what it would be uncorrected; ``why`` and
    ``values``: the reason for the guess, in findings.toml.
    """

    kind: ChoiceKind
    subject: str
    options: tuple[Option, ...]
    chosen: str
    guessed: str
    why: str = ""
    values: Mapping[str, int | str] | None = None
