"""What may be read of a store: judged by signature, verified by name.

Responsible for the way from a checkpoint to verified bytes. Refuses to know who asks.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from ckpt_magic.core.errors import (
    CorruptStoreError,
    OperationNotFoundError,
    UntrustedStoreError,
)
from ckpt_magic.core.model import Checkpoint, ChunkRef
from ckpt_magic.store.chunks import decode, missing
from ckpt_magic.store.connection import Database
from ckpt_magic.store.records import canonical
from ckpt_magic.store.rows import Verdict, judge, sealed, select_checkpoints
from ckpt_magic.store.signing import Signer

READ_CHUNKS = 16
"""How many chunks one transaction reads."""
_SEALED_TABLES = (("operations", "definition"), ("checkpoints", "manifest"))


def read_blob(database: Database, checkpoint: Checkpoint, blob_name: str) -> Iterator[bytes]:
    """Yield a blob's bytes chunk by chunk, verified; no transaction is open between two."""
    refs = checkpoint.manifest.blob(blob_name).chunks
    for start in range(0, len(refs), READ_CHUNKS):
        some = refs[start : start + READ_CHUNKS]
        with database.read() as connection:
            kept = [_kept(connection, ref) for ref in some]
        for ref, row in zip(some, kept, strict=True):
            if row is None:
                raise missing(ref)
            yield decode(ref, *row)


def refuse_unsigned(database: Database, checkpoint: Checkpoint, signer: Signer) -> None:
    """Refuse a checkpoint that is not, to the letter, one that `signer` signed.

    Raises
    ------
    UntrustedStoreError
        When somebody else signed it, or its operation.
    CorruptStoreError
        When it is not what was signed.
    """
    manifest = checkpoint.manifest
    with database.read() as connection:
        where = (manifest.operation_id, manifest.sequence)
        rows = select_checkpoints(connection, "operation_id = ? AND sequence = ?", *where)
        query = "SELECT definition, digest, key_id, mac FROM operations WHERE id = ?"
        operations = connection.execute(query, where[:1]).fetchall()
    if not rows or not operations:
        raise OperationNotFoundError(f"there is no checkpoint {checkpoint.id}")
    columns = rows[0][2:6]
    verdicts = (judge(columns, signer), judge(operations[0], signer))
    if Verdict.FOREIGN in verdicts:
        raise UntrustedStoreError(
            f"{database.path.name} was signed with another key: to load it is to run its code",
            safe="it can be listed and verified",
            fix="%ckpt trust, if you know where it comes from",
        )
    if Verdict.DAMAGED in verdicts or columns[0] != canonical(manifest.to_json()):
        raise CorruptStoreError(
            f"the manifest of {checkpoint.id} is damaged", safe="other checkpoints are readable"
        )


def is_signed_by(database: Database, signer: Signer) -> bool:
    """Whether nothing that a resume acts on was signed by anybody else."""
    with database.read() as connection:
        return all_signed_by(connection, signer)


def all_signed_by(connection: sqlite3.Connection, signer: Signer) -> bool:
    """As `is_signed_by`, for whoever has the file open already."""
    rows = [row[:4] for table in _SEALED_TABLES for row in _sealed_rows(connection, *table)]
    return all(judge(row, signer) is not Verdict.FOREIGN for row in rows)


def sign_all(database: Database, signer: Signer) -> None:
    """Sign what others signed and is whole."""
    with database.write() as connection:
        for table, column in _SEALED_TABLES:
            rows = _sealed_rows(connection, table, column)
            foreign = [row for row in rows if judge(row[:4], signer) is Verdict.FOREIGN]
            connection.executemany(
                f"UPDATE {table} SET {column} = ?, digest = ?, key_id = ?, mac = ? "  # noqa: S608 (constants)
                "WHERE rowid = ?",
                [(*sealed(row[0], signer), row[4]) for row in foreign],
            )


def _sealed_rows(
    connection: sqlite3.Connection, table: str, column: str
) -> list[tuple[str, str, str, bytes, int]]:
    query = f"SELECT {column}, digest, key_id, mac, rowid FROM {table}"  # noqa: S608 (constants)
    return connection.execute(query).fetchall()


def _kept(connection: sqlite3.Connection, ref: ChunkRef) -> tuple[int, bytes] | None:
    query = "SELECT encoding, data FROM chunks WHERE digest = ?"
    row = connection.execute(query, (ref.digest,)).fetchone()
    return None if row is None else (row[0], bytes(row[1]))
