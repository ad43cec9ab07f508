"""A firm's own packs: folders of rules in the user's data folder, laid over the base.

Each pack is checked on top of what was accepted before it. One with a fault is left out
with a sentence that says why; it never keeps the program from working.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources.abc import Traversable
from pathlib import Path

from platformdirs import user_data_path
from pydantic import ValidationError

from engine.rulebook.files import (
    PACK_FILE,
    RULE_FILES,
    Data,
    RuleFile,
    digest_of,
    parse,
    read_bytes,
    shown,
    unknown_files,
)
from engine.rulebook.layers import Layer
from engine.rulebook.problems import Problem
from engine.rulebook.types import Pack
from engine.texts import Text

_HEADER = ("title", "text", "version", "digest")


def packs_folder() -> Path:
    """Where the packs of this user lie, a folder each; it need not exist."""
    return user_data_path("Jjak", appauthor=False) / "packs"


def find_packs(folder: Path) -> list[Path]:
    """The packs in a folder, in the order of their names."""
    try:
        inside = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError:
        return []
    return [entry for entry in inside if not entry.name.startswith((".", "_")) and _is_folder(entry)]


def pack_name(folder: Path) -> str:
    """What the pack is called everywhere: its folder's name, as text that can be stored."""
    name = folder.name if folder.name not in ("", "..") else folder.resolve().name
    return shown(name)


def _is_folder(entry: Path) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def is_pack(names: Mapping[str, object]) -> bool:
    """True for a folder that adds to the base: it says so, or has none of what a whole book has."""
    if PACK_FILE in names:
        return True
    return not {"book.toml", "interview.toml", "volume.toml"} & names.keys()


def read_pack(folder: Traversable, identifier: str) -> tuple[Pack, Layer, Data, list[Problem]]:
    """A pack, its files as a layer, their bytes, and what is wrong with the files as such."""
    prefix = f"{identifier}/"
    data, problems = read_bytes(folder, prefix)
    files, unparsed = parse(data, prefix)
    problems += unparsed
    problems += unknown_files(data, (PACK_FILE, *RULE_FILES), prefix)
    if not data:
        problems.append(Problem("pack_empty", identifier, 0, ""))
    header = files.pop(PACK_FILE, RuleFile(prefix + PACK_FILE, {}, ()))
    pack = _pack(identifier, header, problems)
    problems += seal_problem(header, [data])
    return pack, Layer(identifier, files), data, problems


def seal_problem(header: RuleFile, folders: list[Data]) -> list[Problem]:
    """Where the header names a digest, the files must have it: nobody changed them since."""
    sealed = header.content.get("digest")
    if sealed is None or sealed == digest_of(folders):
        return []
    line = header.line_of_key("digest")
    return [Problem("digest_differs", header.name, line, "", {"digest": digest_of(folders)})]


def _pack(identifier: str, header: RuleFile, problems: list[Problem]) -> Pack:
    plain = Text(ko=identifier, en=identifier)
    problems += [
        Problem("unknown_key", header.name, header.line_of_key(key), "", {"entry": key})
        for key in header.content
        if key not in _HEADER
    ]
    given = {key: header.content[key] for key in ("title", "text", "version") if key in header.content}
    try:
        return Pack.model_validate({"title": plain, "text": plain, **given, "id": identifier})
    except ValidationError as error:
        entry = str(error.errors()[0]["loc"][0])
        line = header.line_of_key(entry)
        problems.append(Problem("wrong_value", header.name, line, "", {"entry": entry}))
        return Pack(id=identifier, title=plain, text=plain)
