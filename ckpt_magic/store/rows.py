"""Rows of a store file ⇄ the values of the project, judged before they are believed.

Responsible for what a signed row says and whether it is whole and ours. Refuses to know
how a row is found.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict
from enum import StrEnum
from typing import Any

from blake3 import blake3

from ckpt_magic.core.model import (
    Checkpoint,
    Manifest,
    Notice,
    Operation,
    OperationKind,
    Owner,
    Progress,
    Status,
)
from ckpt_magic.store.records import canonical, manifest_from_text
from ckpt_magic.store.signing import Signature, Signer

OPERATION_COLUMNS = (
    "id, definition, digest, key_id, mac, status, owner, ended_at, message, processed, total, "
    "last_checkpoint_at"
)
CHECKPOINT_COLUMNS = "operation_id, sequence, manifest, digest, key_id, mac, stored_bytes"


class Verdict(StrEnum):
    """What a row with a signature is worth."""

    MINE = "mine"
    FOREIGN = "foreign"
    DAMAGED = "damaged"


def digest_of(text: str) -> str:
    """Return the checksum that tells a damaged text from one signed by somebody else."""
    return blake3(text.encode("utf-8", "surrogatepass")).hexdigest()


def sealed(text: str, signer: Signer) -> tuple[str, str, str, bytes]:
    """Return a text with its checksum, key id and MAC: four columns of a row."""
    signature = signer.sign(text)
    return text, digest_of(text), signature.key_id, signature.mac


def judge(sealed_columns: tuple[Any, ...], signer: Signer) -> Verdict:
    """Return what the four columns that `sealed` made are worth now."""
    text, digest, key_id, mac = sealed_columns
    if not isinstance(text, str) or digest != digest_of(text):
        return Verdict.DAMAGED
    whole = isinstance(key_id, str) and isinstance(mac, bytes)
    mine = whole and signer.is_mine(text, Signature(key_id, mac))
    return Verdict.MINE if mine else Verdict.FOREIGN


def definition_text(operation: Operation, store_id: str) -> str:
    """Return the canonical text of what a resume acts on of an operation."""
    return canonical(
        {
            "store_id": store_id,
            "id": operation.id,
            "name": operation.name,
            "kind": operation.kind,
            "key": operation.key,
            "started_at": operation.started_at,
            "definition": operation.definition,
        }
    )


def operation_from(row: tuple[Any, ...]) -> Operation | None:
    """Return the operation in a row of `OPERATION_COLUMNS`; ``None`` when it is damaged."""
    row_id, text, digest, _, _, status, owner, ended_at, message, processed, total, saved_at = row
    if not isinstance(text, str) or digest != digest_of(text):
        return None
    try:
        signed = json.loads(text)
        if signed["id"] != row_id:
            return None
        return Operation(
            id=signed["id"],
            name=signed["name"],
            kind=OperationKind(signed["kind"]),
            key=signed["key"],
            status=Status(status),
            started_at=signed["started_at"],
            ended_at=ended_at,
            last_checkpoint_at=saved_at,
            progress=Progress(processed=processed, total=total),
            owner=None if owner is None else Owner(**json.loads(owner)),
            message=message,
            definition=signed["definition"],
        )
    except (KeyError, TypeError, ValueError):
        return None


def checkpoint_from(row: tuple[Any, ...], store_id: str) -> Checkpoint | None:
    """Return the checkpoint in a row of `CHECKPOINT_COLUMNS`; ``None`` when it is damaged."""
    operation_id, sequence, text, digest, _, _, stored_bytes = row
    manifest = _manifest_of(text, digest)
    expected = (store_id, operation_id, sequence)
    if manifest is None or not isinstance(stored_bytes, int):
        return None
    if (manifest.store_id, manifest.operation_id, manifest.sequence) != expected:
        return None
    return Checkpoint(manifest=manifest, stored_bytes=stored_bytes)


def owner_text(owner: Owner) -> str:
    """Return an owner as the text of a column."""
    return canonical(asdict(owner))


def notice_text(notice: Notice) -> str:
    """Return a notice as the text of a column."""
    return canonical(asdict(notice))


def notice_from(text: str) -> Notice | None:
    """Return the notice in a column; ``None`` when it is damaged."""
    try:
        return Notice(**json.loads(text))
    except (TypeError, ValueError):
        return None


def select_operations(connection: sqlite3.Connection, where: str = "1", *values: Any) -> list[Any]:
    """Return rows of `OPERATION_COLUMNS`, oldest first."""
    query = f"SELECT {OPERATION_COLUMNS} FROM operations WHERE {where} ORDER BY ordinal"  # noqa: S608 (constants)
    return connection.execute(query, values).fetchall()


def select_checkpoints(connection: sqlite3.Connection, where: str = "1", *values: Any) -> list[Any]:
    """Return rows of `CHECKPOINT_COLUMNS`, oldest first."""
    query = f"SELECT {CHECKPOINT_COLUMNS} FROM checkpoints WHERE {where} ORDER BY id"  # noqa: S608 (constants)
    return connection.execute(query, values).fetchall()


def _manifest_of(text: Any, digest: Any) -> Manifest | None:
    if not isinstance(text, str) or digest != digest_of(text):
        return None
    try:
        return manifest_from_text(text)
    except ValueError:
        return None
