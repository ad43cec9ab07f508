"""What the user says where the guess was wrong, and the choices that a set leaves open.

Corrections go in with the path, are kept with the audit in the case, and are undone with it.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from engine.errors import UserError

ColumnUse = Literal["input", "target", "ignore"]
FolderUse = Literal["input", "target", "ignore"]
Pairing = Literal["names", "numbers", "order", "none"]
RuleKind = Literal["spelling", "plural", "typo", "language", "same_class", "swap", "better_source"]
ChoiceKind = Literal["columns", "folders", "pairing", "encoding", "labels"]


class RelabelLine(BaseModel):
    """A line of the mapping that the user accepts: ``label`` becomes ``becomes``.

    ``where``: only where this context (see ``engine.dataset.said.contexts``) has this value.
    ``samples``: only these, as :func:`named_samples` keeps them; empty: all. ``says``: of a better
    source each value of the context → the label; then ``label`` and ``becomes`` are empty.
    ``kind``: ``said`` where the user wrote the line herself.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: RuleKind | Literal["said"] = "said"
    label: str
    becomes: str
    where: tuple[str, str] | None = None
    samples: str = ""
    says: dict[str, str] = {}


class Corrections(BaseModel):
    """Frozen; empty means that every guess stands.

    ``columns``: a column's name → its use. ``folders``: a folder's path in the set → its use.
    ``pairing``: how partners meet (``none``: they don't). ``encoding``: of tables and texts.
    ``labels``: the id of a label source, as the choices name it (``none``: there are no labels).
    ``relabel``: lines by which classes are renamed, one after the other. ``thresholds``: of the
    audit's measures, by the names that ``engine.audit.thresholds`` lists.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    columns: dict[str, ColumnUse] = {}
    folders: dict[str, FolderUse] = {}
    pairing: Pairing | None = None
    encoding: str | None = None
    labels: str | None = None
    relabel: tuple[RelabelLine, ...] = ()
    thresholds: dict[str, float] = {}

    def __bool__(self) -> bool:
        """Whether anything is corrected at all."""
        return self != Corrections()


_NAME_BYTES = 5


def name_of(identifier: str) -> bytes:
    """A sample's id in a few bytes: two of ten thousand meet by chance once in twenty thousand sets."""
    return blake2b(identifier.encode("utf-8", "surrogatepass"), digest_size=_NAME_BYTES).digest()


def named_samples(identifiers: Iterable[str]) -> str:
    """Which samples, in a form that a case can keep: seven letters each."""
    return b64encode(b"".join(sorted(set(map(name_of, identifiers))))).decode("ascii")


def samples_named(samples: str) -> frozenset[bytes]:
    """The :func:`name_of` each sample that :func:`named_samples` has kept. Raises ``ValueError``."""
    kept = b64decode(samples, validate=True)
    return frozenset(kept[start : start + _NAME_BYTES] for start in range(0, len(kept), _NAME_BYTES))


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
