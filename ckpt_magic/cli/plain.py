"""Operations and checkpoints as plain data, for ``--json``.

Responsible for the names and forms that programs read. Refuses to know where they come from.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime

from ckpt_magic.core.model import Checkpoint, Json, Operation, Progress


def operation_data(operation: Operation) -> dict[str, Json]:
    """Return an operation as plain data; times are ISO 8601 in UTC."""
    return {
        "id": operation.id,
        "name": operation.name,
        "kind": str(operation.kind),
        "status": str(operation.status),
        "message": operation.message,
        "started_at": iso(operation.started_at),
        "ended_at": iso(operation.ended_at),
        "last_checkpoint_at": iso(operation.last_checkpoint_at),
        "pid": None if operation.owner is None else operation.owner.pid,
        **_progress_data(operation.progress),
    }


def checkpoint_data(checkpoint: Checkpoint) -> dict[str, Json]:
    """Return a checkpoint's manifest as plain data, without names of chunks."""
    manifest = checkpoint.manifest
    return {
        "id": checkpoint.id,
        "created_at": iso(manifest.created_at),
        "size_bytes": manifest.size_bytes,
        "stored_bytes": checkpoint.stored_bytes,
        "variables": [asdict(one) for one in manifest.variables],
        "skipped": [asdict(one) for one in manifest.skipped],
        "notices": [asdict(one) for one in manifest.notices],
        "last_item": manifest.context.get("last_item"),
        "metadata": manifest.context.get("metadata", {}),
        **_progress_data(manifest.progress),
    }


def iso(at: float | None) -> str | None:
    """Return seconds since the epoch as text; ``None`` for none."""
    return None if at is None else datetime.fromtimestamp(at, tz=UTC).isoformat()


def _progress_data(progress: Progress) -> dict[str, Json]:
    return {
        "processed": progress.processed,
        "total": progress.total,
        "progress": progress.fraction,
    }
