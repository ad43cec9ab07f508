"""The folder that a run leaves behind: there as a whole, or not at all."""

from __future__ import annotations

import contextlib
import errno
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from engine.errors import UserError

NO_ROOM = (errno.EACCES, errno.EDQUOT, errno.ENOSPC, errno.ENOTDIR, errno.EPERM, errno.EROFS)


def scratch_beside(out: Path) -> Path:
    """A new name beside ``out`` for what is half-made: a job's ``scratch``, on the same disk."""
    return out.with_name(f".{out.name}.{secrets.token_hex(4)}.partial")


def check_free(out: Path) -> None:
    """Raises UserError where ``out`` is a file or a folder with something in it."""
    if out.exists() and not (out.is_dir() and not any(out.iterdir())):
        raise UserError("out_not_empty", path=str(out))


@contextlib.contextmanager
def whole_folder(out: Path, scratch: Path | None) -> Iterator[Path]:
    """A folder to write into; it becomes ``out`` at the end, and is removed when anything is raised.

    ``scratch``: an existing empty folder on the same disk to make it in (whoever gave it
    removes it, also when this process is killed); None: a hidden one beside ``out``.
    Raises UserError when ``out`` is in use, now or at the end.
    """
    check_free(out)
    home = scratch_beside(out) if scratch is None else scratch
    folder = home / "run"
    try:
        folder.mkdir(parents=True)
        yield folder
        check_free(out)
        if out.is_dir():
            out.rmdir()  # Windows does not rename onto a folder, even an empty one
        folder.replace(out)
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        raise UserError("out_not_writable", path=str(out), reason=error.strerror or str(error)) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if scratch is None:
            shutil.rmtree(home, ignore_errors=True)
