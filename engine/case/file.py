"""The case file: one SQLite database that is only ever added to.

Each change is one transaction, on the disk before the method returns. The file
may be open in several programs at once: each change is decided after what the
others have appended meanwhile was read.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from engine.advice.said import Said
from engine.audit.types import Audit
from engine.case import notes
from engine.case.changes import (
    AnswerQuestion,
    Body,
    Change,
    ClearAnswer,
    ConfirmAnswer,
    Create,
    DamagedLogError,
    RecordMoreData,
    RecordPrototype,
    RecordSample,
    Redo,
    Rename,
    SetClient,
    SetLanguage,
    SwitchPack,
    Undo,
    UseRulebook,
    decode,
    encode,
)
from engine.case.disk import check_pages, connect, copy_to_memory, look_at, reserve
from engine.case.schema import (
    bring_up_to_date,
    check_tables,
    is_up_to_date,
    lay_tables,
    transaction,
    try_writing,
)
from engine.case.state import find_standing, fold
from engine.case.storage_errors import told_to_user
from engine.case.types import CaseState, Noted
from engine.interview.types import Origin, Value
from engine.prototypes.types import MoreData, PrototypeResult
from engine.texts import Language


class CaseFile:
    """An open case. Every method may be called from any thread; one works at a time.

    A method that changes something returns the new state once it is on the disk. A
    change that would change nothing appends nothing. All raise UserError where the
    file or its folder is the reason that it can't be done; the case then stands
    as it stood before.
    """

    def __init__(
        self,
        path: Path,
        connection: sqlite3.Connection,
        changes: tuple[Change, ...],
        writable: bool = True,
    ) -> None:
        """Use :meth:`create` or :meth:`open`."""
        self.path = path
        self._writable = writable
        self._connection = connection
        self._lock = threading.Lock()
        self._changes = changes
        self._state = fold(changes)

    @classmethod
    def create(cls, path: Path, name: str, language: Language) -> CaseFile:
        """Make a new case. Raises UserError if the file exists or can't be made."""
        path = path.absolute()
        reserve(path)
        try:
            with told_to_user(path), ExitStack() as stack:
                connection = connect(path)
                stack.callback(connection.close)
                with transaction(connection):
                    lay_tables(connection)
                    change = _append(connection, 1, Create(name=_clean(name), language=language))
                stack.pop_all()
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return cls(path, connection, (change,))

    @classmethod
    def open(cls, path: Path, writable: bool = True) -> CaseFile:
        """Open a case, migrating it if an older version wrote it.

        With ``writable=False`` it is only read, which does with a file or folder that can't
        be written to; every change then raises UserError. Raises UserError for a file that
        is missing, not a case, damaged, too new, locked, or that can't be written to.
        """
        path = path.absolute()
        look_at(path)
        with told_to_user(path), ExitStack() as stack:
            connection = connect(path)
            stack.callback(connection.close)
            if not writable and not is_up_to_date(connection):
                connection = copy_to_memory(connection)
                stack.callback(connection.close)
            bring_up_to_date(connection)
            check_tables(connection)
            check_pages(connection)
            if writable:
                try_writing(connection)
            else:
                connection.execute("PRAGMA query_only = ON").fetchall()
            case = cls(path, connection, _read(connection, after=0), writable)
            stack.pop_all()
        return case

    @property
    def state(self) -> CaseState:
        """What the case says now."""
        return self._state

    def answer(self, question_id: str, value: Value, origin: Origin = "client", note: str = "") -> CaseState:
        """Answer a question, or change its answer. Its order grows only if the value is another."""
        cleaned = tuple(map(_clean, value)) if isinstance(value, tuple) else _clean_value(value)
        body = AnswerQuestion(question=question_id, value=cleaned, origin=origin, note=_clean(note))

        def decide(state: CaseState) -> Body | None:
            known = state.answers.get(question_id)
            if known is None:
                return body
            same = (known.value, known.origin, known.note) == (body.value, body.origin, body.note)
            return None if same else body

        return self._change(decide)

    def confirm_answer(self, question_id: str) -> CaseState:
        """Say that an answer still stands after a second look; what rests on it stays as it is."""

        def decide(state: CaseState) -> Body | None:
            known = state.answers.get(question_id)
            if known is None or known.seen == state.revision:
                return None
            return ConfirmAnswer(question=question_id)

        return self._change(decide)

    def clear_answer(self, question_id: str) -> CaseState:
        """Take an answer out."""
        return self._change(
            lambda state: ClearAnswer(question=question_id) if question_id in state.answers else None
        )

    def rename(self, name: str) -> CaseState:
        """Give the case (not its file) another name."""
        body = Rename(name=_clean(name))
        return self._change(lambda state: body if body.name != state.name else None)

    def set_client(self, client: str) -> CaseState:
        """Say who the client is."""
        body = SetClient(client=_clean(client))
        return self._change(lambda state: body if body.client != state.client else None)

    def set_language(self, language: Language) -> CaseState:
        """Set the language of the case; a setting, which undo passes over."""
        return self._change(
            lambda state: SetLanguage(language=language) if language != state.language else None
        )

    def use_rulebook(self, digest: str) -> CaseState:
        """Keep which rule book the case is advised by; a setting, which undo passes over."""
        return self._change(
            lambda state: UseRulebook(digest=digest) if digest != state.rulebook_digest else None
        )

    def switch_pack(self, pack_id: str, on: bool) -> CaseState:
        """Leave a pack of the rule book out of the case's advice, or take it in again."""
        body = SwitchPack(pack=_clean(pack_id), on=on)
        return self._change(lambda state: body if (body.pack in state.without) == on else None)

    def record_sample(self, path: Path | str, audit: Audit, measured: Mapping[str, str | int]) -> CaseState:
        """Keep the audit of a sample and what it measured (question id → value) in place of the last."""
        body = RecordSample(path=_clean(str(path)), audit=audit, measured=dict(measured))
        return self._change(lambda _: body)

    def record_prototype(self, result: PrototypeResult, run_folder: Path) -> CaseState:
        """Keep a training run: its result, and ``model.onnx`` and ``pictures/*`` of its folder as blobs.

        Raises OSError if the folder can't be read.
        """
        model = (run_folder / "model.onnx").read_bytes()
        folder = run_folder / "pictures"
        files = sorted(folder.iterdir()) if folder.is_dir() else []
        pictures = {file.name: file.read_bytes() for file in files if file.is_file()}
        blobs = {_key(data): data for data in (model, *pictures.values())}
        keys = {name: _key(data) for name, data in pictures.items()}
        body = RecordPrototype(result=result, model=_key(model), pictures=keys)
        return self._change(lambda _: body, blobs)

    def record_more_data(self, found: MoreData) -> CaseState:
        """Keep whether more data would help, as measured on the sample of the case.

        It takes the place of what was measured with the same system, and goes with the sample.
        """
        body = RecordMoreData(found=found, measured={"more_data": found.outlook})
        return self._change(lambda state: body if state.sample is not None else None)

    def undo(self) -> CaseState:
        """Take the last undoable change back, if there is one."""

        def decide(_: CaseState) -> Body | None:
            done = find_standing(self._changes).done
            return Undo(change=done[-1].id) if done else None

        return self._change(decide)

    def redo(self) -> CaseState:
        """Let the change that was taken back last hold again, if there is one."""

        def decide(_: CaseState) -> Body | None:
            undone = find_standing(self._changes).undone
            return Redo(change=undone[-1].id) if undone else None

        return self._change(decide)

    def note_said(self, said: Said, clock: int) -> None:
        """Keep what a rule book says about the state of revision ``clock``, for a later book.

        It takes the place of what the same book said before. This is no change of the case:
        undo passes over it, and a case that is only read keeps nothing.
        """
        if not self._writable:
            return
        with self._lock, told_to_user(self.path):
            if not notes.is_newest(self._connection, said):
                with transaction(self._connection):
                    notes.write(self._connection, Noted(said, clock, _now()))

    def said_before(self, digest: str) -> Noted | None:
        """What the case was told last by a rule book other than the one of ``digest``."""
        with self._lock, told_to_user(self.path):
            return notes.newest_of_another(self._connection, digest, self._state.revision)

    def digest_before(self, digest: str) -> str | None:
        """The last rule book used other than the one of ``digest``; None: there was none."""
        used = [change.body.digest for change in self._changes if isinstance(change.body, UseRulebook)]
        return next((other for other in reversed(used) if other != digest), None)

    def state_at(self, clock: int) -> CaseState:
        """What the case said when its revision was ``clock``: 1 or more, at most today's."""
        return fold(self._changes[:clock])

    def blob(self, key: str) -> bytes:
        """The bytes kept under a key of the state. Raises UserError if they are not what was kept."""
        with self._lock, told_to_user(self.path):
            row = self._connection.execute("SELECT body FROM blob WHERE key = ?", (key,)).fetchone()
            match row:
                case (bytes(body),) if _key(body) == key:
                    return body
            raise DamagedLogError(f"blob {key}")

    def close(self) -> None:
        """Let go of the file; a second time does nothing."""
        with self._lock:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _change(
        self, decide: Callable[[CaseState], Body | None], blobs: Mapping[str, bytes] | None = None
    ) -> CaseState:
        """Append what ``decide`` makes of the newest state, in one transaction."""
        with self._lock, told_to_user(self.path):
            with transaction(self._connection):
                self._take_in(_read(self._connection, after=self._state.revision))
                body = decide(self._state)
                added = () if body is None else (self._write(body, blobs or {}),)
            self._take_in(added)  # only now that it is on the disk
            return self._state

    def _write(self, body: Body, blobs: Mapping[str, bytes]) -> Change:
        self._connection.executemany("INSERT OR IGNORE INTO blob VALUES (?, ?)", blobs.items())
        return _append(self._connection, self._state.revision + 1, body)

    def _take_in(self, changes: tuple[Change, ...]) -> None:
        if changes:
            together = self._changes + changes
            self._state = fold(together)
            self._changes = together


def _append(connection: sqlite3.Connection, identifier: int, body: Body) -> Change:
    change = Change(identifier, _now(), body)
    connection.execute(
        "INSERT INTO change VALUES (?, ?, ?, ?)", (identifier, change.at, body.kind, encode(body))
    )
    return change


def _read(connection: sqlite3.Connection, after: int) -> tuple[Change, ...]:
    rows = connection.execute("SELECT id, at, kind, body FROM change WHERE id > ? ORDER BY id", (after,))
    return tuple(decode(row) for row in rows.fetchall())


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _key(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _clean(text: str) -> str:
    """Without lone surrogates, which no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _clean_value(value: str | int) -> str | int:
    return _clean(value) if isinstance(value, str) else value
