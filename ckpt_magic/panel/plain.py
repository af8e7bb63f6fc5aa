"""Operations, checkpoints and stores as plain data, as front ends read them.

Responsible for the names and forms of these data, for the server and the kernel alike: times in
seconds since the epoch, sizes in bytes. Refuses to look anything up: every function is pure, and
believes no more of a stranger's store than that it is JSON.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ckpt_magic.core.errors import CheckpointError
from ckpt_magic.core.model import (
    Checkpoint,
    Json,
    Notice,
    Operation,
    SkippedVariable,
    Status,
)
from ckpt_magic.resume.belonging import Relation
from ckpt_magic.resume.telling import deaths, needed_but_unsaved
from ckpt_magic.store.live import LiveStatus, LoopStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All that is known of one operation, its status being the one to believe.

    ``status`` is what its process last said, alive or dead; ``told`` what a person should hear
    before it goes on; ``notebook`` the recorded one as it is shown.
    """

    operation: Operation
    newest: Checkpoint | None = None
    notices: tuple[Notice, ...] = ()
    status: LiveStatus | None = None
    relation: Relation = Relation.ELSEWHERE
    notebook: str | None = None
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownStore:
    """All that is known of one store.

    ``token`` is what requests name it by, ``problem`` what `problem_data` returned of a store that
    cannot be read.
    """

    token: str
    name: str
    notebook: str | None = None
    of_this_notebook: bool = False
    size_bytes: int = 0
    trusted: bool = False
    writable: bool = False
    problem: Mapping[str, Json] | None = None
    operations: tuple[Known, ...] = ()


def operation_data(known: Known) -> dict[str, Json]:
    """Return one operation with its newest checkpoint."""
    operation, manifest = known.operation, known.newest.manifest if known.newest else None
    skipped = manifest.skipped if manifest else ()
    needed = needed_but_unsaved(manifest) if manifest else ()
    return {
        **_recorded_data(operation),
        "died": operation.died,
        "relation": str(known.relation),
        "notebook": known.notebook,
        "cell_id": text_or_none(operation.definition.get("cell_id")),
        "source": text_or_none(operation.definition.get("raw")),
        "live": _live_data(known),
        "reached": _reached_data(known),
        "checkpoint": checkpoint_data(known.newest) if known.newest else None,
        "needed": [_skipped_data(one) for one in needed],
        "skipped": [_skipped_data(one) for one in skipped],
        "told": list(known.told),
        "deaths": deaths(operation, known.newest, known.notices),
    }


def checkpoint_data(checkpoint: Checkpoint) -> dict[str, Json]:
    """Return one checkpoint, without its variables."""
    manifest = checkpoint.manifest
    return {
        "id": checkpoint.id,
        "sequence": manifest.sequence,
        "created_at": number(manifest.created_at),
        "processed": whole(manifest.progress.processed) or 0,
        "total": whole(manifest.progress.total),
        "size_bytes": sum(whole(blob.size_bytes) or 0 for blob in manifest.blobs),
        "stored_bytes": checkpoint.stored_bytes,
        "line": whole(manifest.context.get("line")) or 0,
        "final": manifest.context.get("final") is True,
    }


def variables_data(checkpoint: Checkpoint) -> list[dict[str, Json]]:
    """Return the variables of one checkpoint, largest first."""
    variables = [
        {
            "name": str(one.name),
            "type_name": str(one.type_name),
            "size_bytes": whole(one.size_bytes) or 0,
        }
        for one in checkpoint.manifest.variables
    ]
    return sorted(variables, key=lambda one: -one["size_bytes"])


def details_data(known: Known, checkpoints: Sequence[Checkpoint]) -> dict[str, Json]:
    """Return one operation with all its checkpoints (oldest first), variables and notices."""
    newest = known.newest
    notices = [*(newest.manifest.notices if newest else ()), *known.notices]
    return {
        "operation": operation_data(known),
        "checkpoints": [checkpoint_data(one) for one in checkpoints],
        "variables": variables_data(newest) if newest else [],
        "notices": list(dict.fromkeys(str(one.text) for one in notices)),
    }


def store_data(store: KnownStore) -> dict[str, Json]:
    """Return one store with its operations."""
    return {
        "store": store.token,
        "name": store.name,
        "notebook": store.notebook,
        "of_this_notebook": store.of_this_notebook,
        "size_bytes": store.size_bytes,
        "trusted": store.trusted,
        "writable": store.writable,
        "problem": None if store.problem is None else dict(store.problem),
        "operations": [operation_data(one) for one in store.operations],
    }


def problem_data(kind: str, error: CheckpointError) -> dict[str, Json]:
    """Return what is wrong with a store: damaged, foreign, newer or unreadable."""
    return {"kind": kind, "text": error.what, "safe": error.safe, "fix": error.fix}


def listing_data(path: str, stores: Iterable[KnownStore], now: float) -> dict[str, Json]:
    """Return all stores that `path` means; `now` lets the reader judge ages by one clock."""
    return {"path": path, "stores": [store_data(one) for one in stores], "now": now}


def number(value: Any) -> float | None:
    """Return a finite number, or ``None``: JSON has no other."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value) if math.isfinite(value) else None
    except OverflowError:
        return None


def whole(value: Any) -> int | None:
    """Return a whole number, or ``None``."""
    found = number(value)
    return None if found is None else int(found)


def text_or_none(value: Any) -> str | None:
    """Return a text, or ``None``."""
    return value if isinstance(value, str) else None


def _recorded_data(operation: Operation) -> dict[str, Json]:
    owner = operation.owner
    return {
        "id": operation.id,
        "name": str(operation.name),
        "kind": str(operation.kind),
        "status": str(operation.status),
        "message": str(operation.message),
        "started_at": number(operation.started_at) or 0.0,
        "ended_at": number(operation.ended_at),
        "last_checkpoint_at": number(operation.last_checkpoint_at),
        "processed": whole(operation.progress.processed) or 0,
        "total": whole(operation.progress.total),
        "pid": None if owner is None else whole(owner.pid),
        "host": None if owner is None else str(owner.host),
    }


def _live_data(known: Known) -> Json:
    """What a running operation says of itself, where it is this run that said it."""
    status = _own_status(known)
    if known.operation.status is not Status.RUNNING or status is None:
        return None
    return {
        "at": number(status.at) or 0.0,
        "state": str(status.state),
        "pid": whole(status.pid) or 0,
        "processed": whole(status.processed),
        "total": whole(status.total),
        "loops": [_loop_data(loop) for loop in status.loops],
        "elapsed_s": number(status.elapsed_s) or 0.0,
        "rate_per_s": number(status.rate_per_s),
        "eta_s": number(status.eta_s),
        "checkpoint_at": number(status.checkpoint_at),
        "checkpoint_size_bytes": whole(status.checkpoint_size_bytes),
        "stall_s": number(status.stall_s),
        "saved": whole(status.saved) or 0,
        "overhead": number(status.overhead) or 0.0,
        "message": str(status.message),
        "controllable": status.controllable is True,
    }


def _loop_data(loop: LoopStatus) -> dict[str, Json]:
    return {
        "line": whole(loop.line) or 0,
        "header": str(loop.header),
        "processed": whole(loop.processed) or 0,
        "total": whole(loop.total),
    }


def _reached_data(known: Known) -> Json:
    """How far a dead process had got, by what it said last."""
    status = _own_status(known)
    if status is None or not known.operation.died:
        return None
    saved_at = number(known.newest.manifest.created_at) if known.newest else None
    if (number(status.at) or 0.0) < (saved_at or 0.0):
        return None  # the checkpoint came after it
    progress = {"processed": whole(status.processed), "total": whole(status.total)}
    return {**progress, "at": number(status.at) or 0.0}


def _own_status(known: Known) -> LiveStatus | None:
    """The status, unless an earlier process of the operation left it."""
    owner, status = known.operation.owner, known.status
    mine = status is not None and (owner is None or status.pid == owner.pid)
    return status if mine else None


def _skipped_data(one: SkippedVariable) -> dict[str, Json]:
    return {name: str(value) for name, value in asdict(one).items()}
