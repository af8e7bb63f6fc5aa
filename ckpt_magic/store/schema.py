"""The tables of a store file, and the settings of the engine that are part of the format.

Responsible for what FORMAT.md calls the layout. Refuses to know how a row is read.
"""

from __future__ import annotations

import sqlite3

from ckpt_magic.core.errors import UnsupportedFormatError
from ckpt_magic.core.model import FORMAT_VERSION

APPLICATION_ID = 0x636B7074
"""``ckpt``: how a store file is told from other SQLite files."""
PAGE_BYTES = 65536

CREATE = f"""
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {FORMAT_VERSION};
CREATE TABLE store (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    store_id TEXT NOT NULL,
    instance TEXT NOT NULL,
    home TEXT NOT NULL,
    created_at REAL NOT NULL
);
CREATE TABLE operations (
    ordinal INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    definition TEXT NOT NULL,
    digest TEXT NOT NULL,
    key_id TEXT NOT NULL,
    mac BLOB NOT NULL,
    status TEXT NOT NULL,
    owner TEXT,
    claim TEXT,
    ended_at REAL,
    message TEXT NOT NULL DEFAULT '',
    processed INTEGER NOT NULL DEFAULT 0,
    total INTEGER,
    last_checkpoint_at REAL,
    last_sequence INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE checkpoints (
    id INTEGER PRIMARY KEY,
    operation_id TEXT NOT NULL REFERENCES operations (id) ON DELETE CASCADE,
    sequence INTEGER NOT NULL,
    manifest TEXT NOT NULL,
    digest TEXT NOT NULL,
    key_id TEXT NOT NULL,
    mac BLOB NOT NULL,
    stored_bytes INTEGER NOT NULL,
    UNIQUE (operation_id, sequence)
);
CREATE TABLE notices (
    ordinal INTEGER PRIMARY KEY,
    operation_id TEXT NOT NULL REFERENCES operations (id) ON DELETE CASCADE,
    notice TEXT NOT NULL
);
CREATE INDEX notices_of ON notices (operation_id);
CREATE TABLE chunks (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    fingerprint BLOB NOT NULL,
    size_bytes INTEGER NOT NULL,
    encoding INTEGER NOT NULL,
    data BLOB NOT NULL
);
CREATE TABLE uses (
    checkpoint_id INTEGER NOT NULL REFERENCES checkpoints (id) ON DELETE CASCADE,
    chunk_id INTEGER NOT NULL,
    PRIMARY KEY (checkpoint_id, chunk_id)
) WITHOUT ROWID;
CREATE INDEX used_by ON uses (chunk_id);
"""


def statements(script: str = CREATE) -> list[str]:
    """Return the single statements of a script that holds no ``;`` inside one."""
    return [part.strip() for part in script.split(";") if part.strip()]


def is_blank(connection: sqlite3.Connection) -> bool:
    """Whether the file holds nothing yet: new, or its creation was cut off."""
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    return tables == 0 and _pragma(connection, "application_id") == 0


def check_format(connection: sqlite3.Connection, subject: str) -> None:
    """Refuse a file that this version must not touch.

    Raises
    ------
    UnsupportedFormatError
        When it is another program's, or of a newer format.
    """
    if _pragma(connection, "application_id") != APPLICATION_ID:
        raise UnsupportedFormatError(
            f"{subject} is a database of another program, not a checkpoint store",
            safe="it was not touched",
            fix="move it away, or name another store",
        )
    found = _pragma(connection, "user_version")
    if found != FORMAT_VERSION:
        raise UnsupportedFormatError(
            f"{subject} has format {found}; this version understands {FORMAT_VERSION}",
            safe="it was not touched",
            fix="pip install --upgrade ckpt_magic",
        )


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])
