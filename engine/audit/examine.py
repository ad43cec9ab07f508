"""One sample looked at once: its bytes are read, decoded and hashed in one pass."""

from __future__ import annotations

import json
import unicodedata
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import xxhash

from engine.audit.alike.texts import text_signature
from engine.audit.found import Content, of_media
from engine.audit.marks import take_marks
from engine.audit.near import text_bits
from engine.audit.quality.texts import script_of
from engine.audit.quality.wording import wording
from engine.audit.records import Record
from engine.audit.seeing import see
from engine.dataset.media import look_inside_media
from engine.dataset.tables.encoding import decode_text
from engine.dataset.tables.parts import canonical
from engine.dataset.tables.roles import is_missing
from engine.dataset.types import FileTree, Item, Sample
from engine.dataset.unreadable import UnreadableFileError

_CHUNK = 1 << 20
_SIGHT = 2000  # signs of a text by which its label is weighed
_READ_DAMAGE = (OSError, ValueError, EOFError, zlib.error, zipfile.BadZipFile)


@dataclass(frozen=True)
class Looked:
    """The record of one item, and how large it is where it is an image."""

    record: Record
    size: tuple[int, int] | None = None


def examine(tree: FileTree, sample: Sample, sight: bool = False, signed: bool = True) -> Record:
    """The record of one sample; whatever its files hold, nothing is raised.

    ``sight``: with what its label is weighed by; ``signed``: with what near copies meet by.
    """
    return joined(sample, [look(tree, item, sight, signed) for item in items_of(sample)])


def items_of(sample: Sample) -> list[Item]:
    """What has to be looked at of a sample: its input, and its target where that is a file."""
    target = sample.target
    return [sample.input] if target is None or not _is_file(target) else [sample.input, target]


def joined(sample: Sample, looked: Sequence[Looked]) -> Record:
    """The record of a sample, of what was found in each of :func:`items_of`.

    Here alone annotations are read: what reads them can't be sent to another process.
    """
    record, target = looked[0].record, sample.target
    record.id, record.part, record.levels = sample.id, sample.part, ()
    record.size = looked[0].size or (0, 0)
    if record.sight and sample.beside:
        record.cells = tuple(sample.beside.items())
    if target is None:
        return record
    record.target = target.path or ""
    if target.marks is not None:
        take_marks(record, target.marks, looked[0].size)
    elif target.path is None:
        record.label = str(target.value)
    else:
        found = looked[1].record
        record.target_problem = found.problem
        record.label = None if found.content is None else f"{found.content:016x}"
        record.levels = found.levels
        record.target_size = looked[1].size or (0, 0)
    return record


def look(tree: FileTree, item: Item, sight: bool = False, signed: bool = True, exact: bool = True) -> Looked:
    """The record of one item by itself; whatever its file holds, nothing is raised.

    ``exact``: see :func:`engine.audit.seeing.see`.
    """
    name = item.path or (item.value if isinstance(item.value, str) else "")
    try:
        found = _look(tree, item, sight, signed, exact)
    except UnreadableFileError as error:
        return Looked(Record(name, None, problem=error.reason, part=item.part))
    record = Record(
        name,
        found.digest,
        format=found.format,
        empty=found.empty,
        missing=found.missing,
        part=item.part,
        picture=found.picture,
        sound=found.sound,
        bits=found.bits,
        shape=found.shape,
        script=found.script,
        sight=found.sight,
        measures=found.measures,
        levels=found.levels,
        moment=found.moment,
        coded=found.coded,
    )
    return Looked(record, found.size)


def normalised(text: str) -> str:
    """A text as it counts for equality: NFC, white space joined and trimmed."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _is_file(target: Item) -> bool:
    return target.marks is None and target.path is not None


def _look(tree: FileTree, item: Item, sight: bool, signed: bool, exact: bool) -> Content:
    if item.path is None:
        return _look_at_value(item.value, sight, signed)
    if item.modality in ("audio", "video", "mesh"):
        return of_media(look_inside_media(tree, item.path, item.modality), sight)
    if item.modality == "image":
        return see(tree.read(item.path), item.path, item.half, sight, exact)
    if item.modality == "text":
        return _look_at_text(tree.read(item.path), sight)
    return _look_at_bytes(tree, item.path)


def _look_at_value(value: str | Mapping[str, str] | None, sight: bool, signed: bool) -> Content:
    if isinstance(value, Mapping):
        missing = tuple(name for name, cell in value.items() if is_missing(cell))
        cells = "\x1f".join(f"{name}\x1e{canonical(cell)}" for name, cell in value.items())
        seen = json.dumps(value, ensure_ascii=False) if sight else ""
        return Content(_hash(cells), missing=missing, empty=len(missing) == len(value), sight=seen)
    return _content_of(normalised(value or ""), sight, signed)


def _look_at_text(data: bytes, sight: bool) -> Content:
    if data.count(0, 0, 4096) and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = decode_text(data)
        if "\0" in text:
            raise UnreadableFileError("not_text")
    else:
        text = decode_text(data)
    return _content_of(normalised(text), sight)


def _content_of(text: str, sight: bool, signed: bool = True) -> Content:
    return Content(
        _hash(text),
        empty=not text,
        bits=text_bits(text_signature(text)) if signed else "",
        script=script_of(text) if signed else "",
        measures=tuple(wording(text).items()) if signed and text else (),
        sight=text[:_SIGHT] if sight else "",
    )


def _look_at_bytes(tree: FileTree, path: str) -> Content:
    """Media that this room cannot decode: compared by their bytes, read in chunks."""
    digest = xxhash.xxh3_64()
    length = 0
    with tree.open(path) as stream:
        try:
            while chunk := stream.read(_CHUNK):
                if length == 0 and chunk.startswith(b"version https://git-lfs"):
                    raise UnreadableFileError("lfs_pointer")
                length += len(chunk)
                digest.update(chunk)
        except _READ_DAMAGE:
            raise UnreadableFileError("read_error") from None
    if length == 0:
        raise UnreadableFileError("empty_file")
    return Content(digest.intdigest())


def _hash(text: str) -> int:
    return xxhash.xxh3_64_intdigest(text.encode("utf-8", "surrogatepass"))
