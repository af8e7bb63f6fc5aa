"""Operations and events as lines of text: pure functions.

Responsible for every sentence that the magics print. Refuses to print.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ckpt_magic.core.errors import CheckpointError
from ckpt_magic.core.events import (
    CheckpointSaved,
    CheckpointSkipped,
    Event,
    NoticeGiven,
    OperationResumed,
    OperationStarted,
    ProgressMade,
)
from ckpt_magic.core.model import Checkpoint, Operation, Progress, Status
from ckpt_magic.core.units import format_duration, format_size

PREFIX = "ckpt_magic: "


def event_line(event: Event, now: float) -> str | None:
    """One line for an event that a person must read once; ``None`` for all others.

    `now` is in seconds since the epoch.
    """
    if isinstance(event, OperationStarted):
        return PREFIX + "; ".join(event.remarks) if event.remarks else None
    if isinstance(event, OperationResumed):
        return PREFIX + resumed_line(event, now)
    if isinstance(event, CheckpointSkipped):
        name = event.operation.name
        return f"{PREFIX}{name}: no checkpoint here: {event.reason}"
    if isinstance(event, NoticeGiven):
        return PREFIX + event.notice.text
    return None


def resumed_line(event: OperationResumed, now: float) -> str:
    """Say that an operation goes on, from when and where, and how to start over."""
    manifest = event.checkpoint.manifest
    age = format_duration(max(0.0, now - manifest.created_at))
    line = manifest.context.get("line", 0)
    where = f"line {line}" if line else "its end"
    name, done = event.operation.name, manifest.progress
    first = f"{name} goes on at {where}, {done} done, from the checkpoint of {age} ago"
    return "; ".join((f"{first} (--fresh starts over)", *event.remarks))


def progress_line(event: ProgressMade, saved: CheckpointSaved | None, now: float) -> str:
    """The one line that is redrawn while a cell runs."""
    parts = [f"{event.operation.name}: {_share(event.progress)}"]
    parts.append(f"{format_duration(event.elapsed_s)} elapsed")
    if saved is not None:
        age = format_duration(max(0.0, now - saved.checkpoint.manifest.created_at))
        size = format_size(saved.checkpoint.manifest.size_bytes)
        stall = format_duration(saved.stall_s)
        parts.append(f"checkpoint {age} ago ({size}, {stall})")
    return PREFIX + ", ".join(parts)


def _share(progress: Progress) -> str:
    fraction = progress.fraction
    return str(progress) if fraction is None else f"{progress} ({fraction:.0%})"


def interrupted_lines(operations: Sequence[Operation], now: float) -> list[str]:
    """What a person is told when a notebook is loaded that has unfinished operations."""
    lines = []
    for operation in operations:
        if operation.last_checkpoint_at is None:
            continue
        age = format_duration(max(0.0, now - operation.last_checkpoint_at))
        what = "failed" if operation.status is Status.FAILED else "was interrupted"
        lines.append(
            f"{PREFIX}{operation.name} {what} at {operation.progress}, checkpoint of {age} ago: "
            f"run its cell again, or %ckpt resume {operation.id}"
        )
    return lines


def refusal_line(error: CheckpointError) -> str:
    """Say in one line what a store, asked without the person's doing, answered."""
    return PREFIX + str(error)


def operation_table(operations: Sequence[Operation]) -> str:
    """All operations, one a line, aligned."""
    if not operations:
        return "no operations here yet"
    head = ("id", "status", "progress", "started", "last checkpoint")
    rows = [head, *(_operation_row(operation) for operation in operations)]
    return aligned(rows)


def _operation_row(operation: Operation) -> tuple[str, ...]:
    times = (_clock(operation.started_at), _clock(operation.last_checkpoint_at))
    return (operation.id, operation.status.value, str(operation.progress), *times)


def operation_details(operation: Operation, checkpoints: Sequence[Checkpoint]) -> str:
    """One operation with its checkpoints, the newest one's variables and what is not saved."""
    lines = [
        f"{operation.id}: {operation.status.value}, {operation.progress} done",
        f"started {_clock(operation.started_at)}, ended {_clock(operation.ended_at)}",
    ]
    if operation.message:
        lines.append(operation.message)
    lines += [_checkpoint_line(checkpoint) for checkpoint in checkpoints]
    return "\n".join(lines + (_newest(checkpoints[-1]) if checkpoints else ["no checkpoint"]))


def _checkpoint_line(checkpoint: Checkpoint) -> str:
    manifest = checkpoint.manifest
    size, new = format_size(manifest.size_bytes), format_size(checkpoint.stored_bytes)
    when = _clock(manifest.created_at)
    return f"checkpoint {checkpoint.id}  {when}  at {manifest.progress}  {size} ({new} new)"


def _newest(checkpoint: Checkpoint) -> list[str]:
    manifest = checkpoint.manifest
    records = sorted(manifest.variables, key=lambda record: -record.size_bytes)
    rows = [(r.name, r.type_name, format_size(r.size_bytes)) for r in records[:20]]
    lines = [aligned([("variable", "type", "size"), *rows])]
    if len(records) > 20:
        lines.append(f"and {len(records) - 20} smaller ones")
    lines += [f"not saved: `{s.name}` ({s.type_name}): {s.reason}" for s in manifest.skipped]
    return lines + [f"note: {notice.text}" for notice in manifest.notices]


def aligned(rows: Sequence[tuple[str, ...]]) -> str:
    """Rows as columns, two blanks between them."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def _clock(at: float | None) -> str:
    return "-" if at is None else datetime.fromtimestamp(at).astimezone().strftime("%F %T")
