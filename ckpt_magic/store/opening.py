"""Opening a store file: made, recognised, and noticed when it was moved or copied.

Responsible for what happens before the first question to a store. Refuses to know
operations, but for those that a copy must not take for its own.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

from ckpt_magic.core.errors import CorruptStoreError, StoreError, UnsupportedFormatError
from ckpt_magic.core.model import Status
from ckpt_magic.store.connection import Database, no_connection, translated
from ckpt_magic.store.location import Home, Whereabouts, whereabouts
from ckpt_magic.store.schema import check_format, is_blank, statements

_MAGIC = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class Names:
    """A store's name, which its signatures hold, and that of this very file, which locks use."""

    store_id: str
    instance: str


def prepare_file(path: Path) -> bool:
    """Make the file where there is none; whether it can only be listed.

    Raises
    ------
    StoreError
        When something else is there, or nothing can be made there.
    """
    with translated(path):
        if path.is_dir():
            raise StoreError(f"{path} is a folder, not a store", fix="name a file")
        if path.exists():
            return recognise(path)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    return False


def recognise(path: Path) -> bool:
    """Refuse a file that cannot be a store; whether it can only be listed."""
    with no_connection():
        _refuse_other_files(path)
    return not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def open_file(database: Database) -> Names:
    """Check that the file is a store, make it one when it is blank, and return its names."""
    if database.read_only:
        refuse_cut_off(database.path)
    with database.read() as connection:
        blank = is_blank(connection)
        if not blank:
            check_format(connection, str(database.path))
            return names_in(connection, database.path)
    with database.write(blank=True) as connection:
        if is_blank(connection):
            _create(connection, database.path)
        check_format(connection, str(database.path))
        return names_in(connection, database.path)


def settle(database: Database, names: Names) -> Names:
    """Adopt a file that was moved, and make a copy a store of its own locks.

    In a copy, operations recorded as running are those of the original: here they are
    interrupted.
    """
    now = Home.of(database.path)
    with database.read() as connection:
        if judge_place(connection, now) is Whereabouts.HOME:
            return names
    with database.write() as connection:
        verdict = judge_place(connection, now)
        connection.execute("UPDATE store SET home = ?", (now.to_text(),))
        if verdict is Whereabouts.COPIED:
            connection.execute("UPDATE store SET instance = ?", (secrets.token_hex(16),))
            connection.execute(
                "UPDATE operations SET status = ?, owner = NULL, claim = NULL, message = ? "
                "WHERE status = ?",
                (Status.INTERRUPTED, "in a copy of the store", Status.RUNNING),
            )
        return names_in(connection, database.path)


def _refuse_other_files(path: Path) -> None:
    """Refuse what does not begin like a database, though SQLite would take it for a blank one.

    Where a journal lies beside it, its first page may still have to be put back.
    """
    with path.open("rb") as file:
        start = file.read(len(_MAGIC))
    if start and start != _MAGIC and not has_journal(path):
        raise UnsupportedFormatError(
            f"{path} is not a checkpoint store",
            safe="it was not touched",
            fix="move it away, or name another store",
        )


def has_journal(path: Path) -> bool:
    """Whether a transaction is going on or was cut off."""
    journal = path.with_name(path.name + "-journal")
    return journal.exists() and journal.stat().st_size > 0


def _create(connection: sqlite3.Connection, path: Path) -> None:
    for statement in statements():
        connection.execute(statement)
    connection.execute(
        "INSERT INTO store VALUES (1, ?, ?, ?, ?)",
        (secrets.token_hex(16), secrets.token_hex(16), Home.of(path).to_text(), time.time()),
    )


def names_in(connection: sqlite3.Connection, path: Path) -> Names:
    """Return the names that the file at `path` holds."""
    row = connection.execute("SELECT store_id, instance FROM store").fetchone()
    if row is None:
        raise CorruptStoreError(f"{path} has lost its name", fix="restore it from a backup")
    return Names(*row)


def judge_place(connection: sqlite3.Connection, now: Home) -> Whereabouts:
    """Return how the file stands to the place it was made for."""
    try:
        recorded = Home.from_text(connection.execute("SELECT home FROM store").fetchone()[0])
    except ValueError:
        return Whereabouts.MOVED
    return whereabouts(recorded, now)


def refuse_cut_off(path: Path) -> None:
    """Where nothing can be written, a transaction that was cut off cannot be undone."""
    if has_journal(path):
        raise StoreError(
            f"a write to {path} was cut off and its folder cannot be written",
            safe="nothing is lost",
            fix="copy the file and its -journal to a folder of yours and open it there",
        )
