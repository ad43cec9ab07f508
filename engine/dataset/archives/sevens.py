"""7z archives: unpacked in one pass, as most are solid, one member behind another into one file.

py7zr (LGPL-2.1-or-later, kept up) does the reading; it is imported when the first 7z is met.
"""

from __future__ import annotations

from array import array
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from engine.dataset.archives.damage import (
    DAMAGE,
    FREE_GROWTH,
    MAX_ENTRIES,
    MAX_RATIO,
    RATIO_FROM,
    ArchiveError,
    DamagedStreamError,
)
from engine.dataset.archives.members import Members, refined
from engine.dataset.archives.stretches import StretchTree
from engine.dataset.archives.workroom import Facts, Workroom
from engine.dataset.places import Place
from engine.dataset.unreadable import UnreadableFileError

if TYPE_CHECKING:
    from py7zr import SevenZipFile
    from py7zr.io import WriterFactory
    from py7zr.py7zr import ArchiveFile

_ATTEMPTS = 64  # passes over an archive with damaged members; each gives up a block


def open_seven(place: Place, name: str, room: Workroom) -> StretchTree:
    """The tree of a 7z. Raises ``ArchiveError``; ``encrypted`` where even its names are locked."""
    data, facts = room.kept(place, "7z", lambda target: _unpack(place, target, room))
    members, starts, sizes = Members(), array("q"), array("q")
    for said, start, size in facts.files:
        members.add(said, len(starts), size)
        starts.append(start)
        sizes.append(size)
    for said in facts.folders:
        members.add_folder(said)
    for said, reason in facts.refused:
        members.refuse(said, reason)
    members.close()
    return StretchTree(name, data, members, starts, sizes)


def _unpack(place: Place, target: IO[bytes], room: Workroom) -> Facts:
    from py7zr import SevenZipFile
    from py7zr.exceptions import ArchiveError as SevenError
    from py7zr.exceptions import PasswordRequired

    try:
        with place.open() as stream:
            packed = stream.seek(0, 2)
            stream.seek(0)
            with SevenZipFile(stream) as archive:
                return _Unpacked(archive, packed, target, room).facts()
    except UnreadableFileError as error:
        raise ArchiveError(error.reason) from None
    except PasswordRequired:
        raise ArchiveError("encrypted") from None
    except (*DAMAGE, SevenError, MemoryError, TypeError, KeyError, AttributeError, AssertionError):
        raise ArchiveError("damaged_archive") from None


class _Unpacked:
    """An open 7z while it is unpacked; py7zr calls ``create`` for a writer to each member in turn."""

    def __init__(self, archive: SevenZipFile, packed: int, target: IO[bytes], room: Workroom) -> None:
        self._archive, self._target, self._room = archive, target, room
        self._left = FREE_GROWTH + MAX_RATIO * packed
        self._files: list[tuple[str, int, int]] = []
        self._folders: list[str] = []
        self._refused: list[tuple[str, str]] = []
        self._wanted: dict[str, str] = {}  # the name as py7zr asks for it → the one in the archive
        self._blocks: dict[str, int] = {}  # which members are packed together
        self._begun = ""
        files = list(archive.files)
        if len(files) > MAX_ENTRIES:
            raise ArchiveError("too_many_entries")
        for file in files:
            self._sort_out(file, packed)

    def facts(self) -> Facts:
        """Unpack, and say what came of it."""
        from py7zr.exceptions import UnsupportedCompressionMethodError

        for _ in range(_ATTEMPTS):
            if not self._wanted:
                break
            try:
                self._archive.reset()
                self._archive.extract(
                    targets=list(self._wanted.values()), factory=cast("WriterFactory", self)
                )
                break
            except UnsupportedCompressionMethodError:
                self._give_up("unknown_compression")
            except ArchiveError:
                raise
            except DamagedStreamError as error:
                self._give_up(error.reason)
            except Exception as error:
                if isinstance(error, OSError) and error.errno is not None:  # ours: the disk is full, say
                    raise
                self._give_up("damaged_member", self._broken_block())
        self._give_up("damaged_member")
        return Facts(None, self._files, self._folders, self._refused)

    def create(self, filename: str) -> _Writer:
        """A writer for one member, as py7zr asks for it."""
        self._begun = filename
        return _Writer(self, filename)

    def write(self, data: bytes | bytearray) -> int:
        """Append to the one file. Raises ``ArchiveError``, or ``DamagedStreamError`` for a bomb."""
        self._left -= len(data)
        if self._left < 0:
            raise DamagedStreamError("compression_bomb")
        self._room.spend(len(data), self._target)
        return self._target.write(data)

    def at(self) -> int:
        """Where the next byte goes."""
        return self._target.tell()

    def finish(self, filename: str, start: int) -> None:
        """One member is whole: its checksum agreed."""
        name = self._wanted.pop(filename, None)
        if name is not None:
            self._files.append((refined(name, folder=False)[0], start, self.at() - start))

    def _sort_out(self, file: ArchiveFile, packed: int) -> None:
        clean, reason = refined(file.filename, file.is_directory)
        key = Path(file.filename).as_posix()
        if reason is None and not file.is_directory:
            reason = _refusal(file, packed) or ("same_name" if key in self._wanted else None)
        if reason:
            self._refuse(clean, reason)
        elif file.is_directory:
            self._folders.append(clean)
        else:
            self._wanted[key] = file.filename
            self._blocks[file.filename] = id(file.folder)

    def _broken_block(self) -> int | None:
        """The block of the member at which a pass broke off; None where there is nothing more to try."""
        broken = self._wanted.get(self._begun) or next(iter(self._wanted.values()), None)
        self._begun = ""
        return None if broken is None else self._blocks[broken]

    def _give_up(self, reason: str, block: int | None = None) -> None:
        """Refuse all that is still wanted, or what is wanted of a block."""
        for key, name in list(self._wanted.items()):
            if block is None or self._blocks[name] == block:
                self._refuse(refined(name, folder=False)[0], reason)
                del self._wanted[key]

    def _refuse(self, name: str, reason: str) -> None:
        self._refused.append((name, reason))


class _Writer:
    """Writes one member behind the others; what nobody wants is dropped."""

    def __init__(self, unpacked: _Unpacked, filename: str) -> None:
        self._unpacked, self._filename = unpacked, filename
        self._start = unpacked.at()

    def write(self, data: bytes | bytearray) -> int:
        return self._unpacked.write(data)

    def read(self, size: int | None = None) -> bytes:
        return b""

    def seek(self, offset: int, whence: int = 0) -> int:
        return 0

    def flush(self) -> None:
        """Nothing is held back."""

    def size(self) -> int:
        """How much of it is written."""
        return self._unpacked.at() - self._start

    def close(self) -> None:
        """The member is written."""
        self._unpacked.finish(self._filename, self._start)


def _refusal(file: ArchiveFile, packed: int) -> str | None:
    """Why a member takes no part, its name aside."""
    if file.is_symlink or file.is_junction:
        return "link_in_archive"
    if not file.is_file:
        return "special_file"
    if file.folder is not None and _needs_password(file):
        return "encrypted"
    size = file.uncompressed or 0
    within = file.compressed or packed  # of a solid block only the whole is known
    return "compression_bomb" if size > RATIO_FROM and size > MAX_RATIO * within else None


def _needs_password(file: ArchiveFile) -> bool:
    from py7zr.compressor import SupportedMethods

    return bool(SupportedMethods.needs_password(file.folder.coders))
