# All files of a set are asked about: paths as objects take several times as long.
# ruff: noqa: PTH100, PTH112, PTH116, PTH208
"""The finished audit of a set, answered anew as long as no file of the set has changed.

An audit names files, classes and columns, and shows samples: the client's own words. So it is sealed
with a key that is made of the listing of the set (each path, size, time and number on the disk) and
kept nowhere: who comes upon the cache without those very files can't read it (ChaCha20-Poly1305).
"""

from __future__ import annotations

import hashlib
import json
import os
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from engine.audit.kept.keys import SETTLED, code_version
from engine.jobs.protocol import Json

MOST_FILES = 300_000
"""Entries of a set; of a larger one no whole audit is kept: to list them takes seconds by itself."""
MOST_BYTES = 100 << 20
MOST_DAYS = 90
_NONCE, _TAG = 12, 16
_PASSING = frozenset(
    {"read_error", "vanished", "no_permission", "reader_crashed", "reader_too_slow", "reader_too_big"}
)
"""Reasons that may be gone with the next attempt, though no file has changed."""


@dataclass(frozen=True)
class Question:
    """Which audit of which set is asked for; ``root`` is where the set lies."""

    root: str
    name: str


@dataclass(frozen=True)
class _Listing:
    name: str
    secret: bytes
    newest: int  # nanoseconds: when anything in it changed last


def question_of(params: Mapping[str, Json]) -> Question | None:
    """What a job's parameters ask for; None where they say no path, or that nothing is to be kept."""
    path = params.get("path")
    if not isinstance(path, str) or not params.get("kept", True):
        return None
    root = os.path.abspath(path)
    told = {name: params.get(name) for name in ("path", "previews", "corrections", "claimed", "deep")}
    said = json.dumps([root, told, _program()], sort_keys=True)
    return Question(root, hashlib.blake2b(said.encode(), digest_size=12).hexdigest())


def find_whole(question: Question | None) -> Json:
    """The audit as it was told last; None where there is none, or anything has changed since."""
    if question is None:
        return None
    try:
        kept = [name for name in os.listdir(_folder()) if name.startswith(question.name)]
        listing = _listed(question.root) if kept else None
        if listing is None or _file(question, listing).name not in kept:
            return None
        file = _file(question, listing)
        found: Json = json.loads(zlib.decompress(_opened(file.read_bytes(), listing.secret)))
        os.utime(file)
    except (OSError, ValueError, zlib.error):  # gone, or damaged
        return None
    return found


def keep_whole(question: Question | None, audit: Json, began: float) -> None:
    """Remember an audit that ``began`` at this time of the clock; without a word where that can't be.

    Not where a file has changed since, or just before, nor where one might be read the next time.
    """
    if question is None or _is_passing(audit):
        return
    with suppress(OSError):
        listing = _listed(question.root)
        if listing is None or listing.newest > (began - SETTLED) * 1e9:
            return
        folder, file = _folder(), _file(question, listing)
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f".{os.getpid()}"
        sealed = _sealed(zlib.compress(json.dumps(audit).encode(), 1), listing.secret)
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(sealed)
        for name in os.listdir(folder):  # of the same set as it was before
            if name.startswith(question.name):
                (folder / name).unlink(missing_ok=True)
        draft.replace(file)
        _trim(folder)


def forget_all() -> None:
    """Erase the audits of all sets. Raises ``OSError``."""
    with suppress(FileNotFoundError):
        for file in _folder().iterdir():
            file.unlink(missing_ok=True)


def _folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("Jjak", appauthor=False) / "audit" / "whole"


def _file(question: Question, listing: _Listing) -> Path:
    return _folder() / f"{question.name}-{listing.name}"


def _program() -> list[str]:
    """Changes with what judges a set: the program, and the rules that say how many samples are many."""
    from platformdirs import user_data_path

    import rules

    packs = user_data_path("Jjak", appauthor=False) / "packs"  # as engine.rulebook.packs has it
    found = [code_version()]
    for folder in (*map(Path, rules.__path__), packs):
        files = sorted(folder.rglob("*.toml")) if folder.is_dir() else []
        found += [f"{file} {told.st_size} {told.st_mtime_ns}" for file in files if (told := file.stat())]
    return found


def _is_passing(audit: Json) -> bool:
    """Whether another attempt may find something else."""
    findings = audit.get("findings") if isinstance(audit, dict) else None
    for finding in findings if isinstance(findings, list) else ():
        if isinstance(finding, dict) and isinstance(samples := finding.get("samples"), list):
            if finding.get("kind") == "unreadable" and finding.get("count") != len(samples):
                return True
            details = {sample.get("detail") for sample in samples if isinstance(sample, dict)}
            if details & _PASSING:
                return True
    return False


def _listed(root: str) -> _Listing | None:
    """What the set is by its names and numbers; None where there are too many. Raises ``OSError``."""
    digest = hashlib.blake2b()
    newest = 0
    for count, (name, told) in enumerate(_entries(root)):
        if count > MOST_FILES:
            return None
        newest = max(newest, told.st_mtime_ns, told.st_ctime_ns)
        numbers = told.st_mode, told.st_size, told.st_mtime_ns, told.st_ctime_ns, told.st_ino
        digest.update(b"%s\0%d %d %d %d %d\0" % (os.fsencode(name), *numbers))
    whole = digest.digest()
    name = hashlib.blake2b(whole, digest_size=16, person=b"jjak name").hexdigest()
    return _Listing(name, hashlib.blake2b(whole, digest_size=32, person=b"jjak seal").digest(), newest)


def _entries(root: str) -> Iterator[tuple[str, os.stat_result]]:
    """The root, and all that lies below it, in order; links are not followed."""
    yield root, os.stat(root)
    pending = [root] if os.path.isdir(root) else []
    while pending:
        with os.scandir(pending.pop()) as scan:
            inside = sorted(scan, key=lambda entry: entry.name)
        for entry in inside:
            yield entry.path, entry.stat(follow_symlinks=False)
            if entry.is_dir(follow_symlinks=False):
                pending.append(entry.path)


def _sealed(data: bytes, secret: bytes) -> bytes:
    """Nonce, tag and the encrypted data; the nonce is fresh each time."""
    from Cryptodome.Cipher import ChaCha20_Poly1305

    cipher = ChaCha20_Poly1305.new(key=secret)
    body, tag = cipher.encrypt_and_digest(data)
    return bytes(cipher.nonce) + tag + body


def _opened(sealed: bytes, secret: bytes) -> bytes:
    """Raises ``ValueError`` where the seal is broken."""
    from Cryptodome.Cipher import ChaCha20_Poly1305

    nonce, tag, body = sealed[:_NONCE], sealed[_NONCE : _NONCE + _TAG], sealed[_NONCE + _TAG :]
    return ChaCha20_Poly1305.new(key=secret, nonce=nonce).decrypt_and_verify(body, tag)


def _trim(folder: Path) -> None:
    """Drop what was not asked for in a long time, and of too much what was asked for least lately."""
    told = sorted(((file.stat(), file) for file in folder.iterdir()), key=lambda each: -each[0].st_mtime)
    left, oldest = MOST_BYTES, time.time() - MOST_DAYS * 86_400
    for found, file in told:
        left -= found.st_size
        if left < 0 or found.st_mtime < oldest:
            file.unlink(missing_ok=True)
