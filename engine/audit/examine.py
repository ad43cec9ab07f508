"""One sample looked at once: its bytes are read, decoded and hashed in one pass."""

from __future__ import annotations

import unicodedata
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

import xxhash
from PIL import Image

from engine.audit.marks import take_marks
from engine.audit.records import Record
from engine.dataset.kinds import suffix_of
from engine.dataset.media import look_inside_media
from engine.dataset.pictures import Decoded, decode, half_of, identity_bytes
from engine.dataset.tables.encoding import decode_text
from engine.dataset.tables.parts import canonical
from engine.dataset.tables.roles import is_missing
from engine.dataset.types import FileTree, Item, Sample
from engine.dataset.unreadable import UnreadableFileError

_CHUNK = 1 << 20
_READ_DAMAGE = (OSError, ValueError, EOFError, zlib.error, zipfile.BadZipFile)
_SAME_FORMAT = ({"JPEG", "MPO"}, {"TIFF", "MPO"}, {"BMP", "DIB"}, {"ICO", "CUR"})


@dataclass(frozen=True)
class Content:
    """What was found in one item: the hash of its content, and what is odd about it."""

    digest: int
    format: str = ""
    empty: bool = False
    missing: tuple[str, ...] = ()
    size: tuple[int, int] | None = None  # of an image


def examine(tree: FileTree, sample: Sample) -> Record:
    """The record of one sample; whatever its files hold, nothing is raised."""
    record, size = _look_and_tell(tree, sample.input, sample.id)
    record.part = sample.part
    target = sample.target
    if target is None:
        return record
    record.target = target.path or ""
    if target.marks is not None:
        take_marks(record, target.marks, size)
        return record
    if target.path is None:
        record.label = str(target.value)
        return record
    found = examine_item(tree, target, target.path)
    record.target_problem = found.problem
    record.label = None if found.content is None else f"{found.content:016x}"
    return record


def examine_item(tree: FileTree, item: Item, identifier: str) -> Record:
    """The record of one item by itself; whatever its file holds, nothing is raised."""
    return _look_and_tell(tree, item, identifier)[0]


def normalised(text: str) -> str:
    """A text as it counts for equality: NFC, white space joined and trimmed."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _look_and_tell(tree: FileTree, item: Item, identifier: str) -> tuple[Record, tuple[int, int] | None]:
    try:
        found = _look(tree, item)
    except UnreadableFileError as error:
        return Record(identifier, None, problem=error.reason), None
    record = Record(identifier, found.digest, format=found.format, empty=found.empty, missing=found.missing)
    return record, found.size


def _look(tree: FileTree, item: Item) -> Content:
    if item.path is None:
        return _look_at_value(item.value)
    if item.modality in ("audio", "video", "mesh"):
        inside = look_inside_media(tree, item.path, item.modality)
        return Content(inside.digest, empty=inside.empty)
    if item.modality == "image":
        return _look_at_image(tree, item.path, item.half)
    if item.modality == "text":
        return _look_at_text(tree.read(item.path))
    return _look_at_bytes(tree, item.path)


def _look_at_value(value: str | Mapping[str, str] | None) -> Content:
    if isinstance(value, Mapping):
        missing = tuple(name for name, cell in value.items() if is_missing(cell))
        cells = "\x1f".join(f"{name}\x1e{canonical(cell)}" for name, cell in value.items())
        return Content(_hash(cells), missing=missing, empty=len(missing) == len(value))
    text = normalised(value or "")
    return Content(_hash(text), empty=not text)


def _look_at_image(tree: FileTree, path: str, half: str) -> Content:
    data = tree.read(path)
    decoded = decode(data)
    # Frames that were not decoded may differ: animations are the same only byte by byte.
    same = data if decoded.animated and not half else identity_bytes(half_of(decoded.image, half))
    digest = xxhash.xxh3_64_intdigest(same)
    return Content(digest, format=_other_format(decoded, path), size=decoded.size)


def _look_at_text(data: bytes) -> Content:
    if data.count(0, 0, 4096) and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = decode_text(data)
        if "\0" in text:
            raise UnreadableFileError("not_text")
    else:
        text = decode_text(data)
    text = normalised(text)
    return Content(_hash(text), empty=not text)


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


def _other_format(decoded: Decoded, path: str) -> str:
    """The real format where the suffix promises another one; empty where all is well."""
    promised = Image.registered_extensions().get("." + suffix_of(path))
    if promised is None or promised == decoded.format:
        return ""
    if any({promised, decoded.format} <= family for family in _SAME_FORMAT):
        return ""
    return decoded.format


def _hash(text: str) -> int:
    return xxhash.xxh3_64_intdigest(text.encode("utf-8", "surrogatepass"))
