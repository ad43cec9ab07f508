"""What the rule books said about a case, one row a book: the newest of them only.

A row that can't be read counts as none: it is a convenience, and the case is whole without it.
"""

from __future__ import annotations

import sqlite3

from pydantic import ValidationError

from engine.advice.said import Said
from engine.case.types import Noted

KEPT = 8
"""So many books are remembered: who edits a pack gives it a new digest each time."""


def is_newest(connection: sqlite3.Connection, said: Said) -> bool:
    """Whether exactly this was the last that was written."""
    row = connection.execute("SELECT digest, body FROM said ORDER BY turn DESC LIMIT 1").fetchone()
    return bool(row == (said.digest, said.model_dump_json()))


def write(connection: sqlite3.Connection, noted: Noted) -> None:
    """Put it in place of what the same book said before; inside the caller's transaction."""
    said = noted.said
    connection.execute(
        "INSERT OR REPLACE INTO said (digest, clock, at, body) VALUES (?, ?, ?, ?)",
        (said.digest, noted.clock, noted.at, said.model_dump_json()),
    )
    connection.execute(
        "DELETE FROM said WHERE turn NOT IN (SELECT turn FROM said ORDER BY turn DESC LIMIT ?)", (KEPT,)
    )


def newest_of_another(connection: sqlite3.Connection, digest: str, revision: int) -> Noted | None:
    """What another book said last about a state up to ``revision``."""
    rows = connection.execute(
        "SELECT clock, CAST(at AS BLOB), CAST(body AS BLOB) FROM said WHERE digest <> ? ORDER BY turn DESC",
        (digest,),
    )
    for row in rows.fetchall():
        match row:
            case (int(clock), bytes(at), bytes(body)) if 1 <= clock <= revision:
                try:
                    said = Said.model_validate_json(body)
                except ValidationError:
                    continue
                if said.digest != digest:
                    return Noted(said, clock, at.decode("utf-8", "replace"))
    return None
