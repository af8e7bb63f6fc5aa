"""Events of a made-up run, as the tests of the panel tell them."""

from __future__ import annotations

from dataclasses import replace

from ckpt_magic.core.events import (
    CheckpointSaved,
    LoopProgress,
    OperationEnded,
    OperationStarted,
    ProgressMade,
)
from ckpt_magic.core.model import (
    BlobRecord,
    Checkpoint,
    Manifest,
    Operation,
    OperationKind,
    Progress,
    SkippedVariable,
    Status,
)
from ckpt_magic.panel.view_model import RunView, heard

WORK = Operation(
    id="train-1a2b",
    name="train",
    kind=OperationKind.CELL,
    key="k",
    status=Status.RUNNING,
    started_at=1000.0,
)
CLIENT = SkippedVariable(
    name="client", type_name="Client", reason="holds a socket", made_by="cell [3]"
)


def checkpoint(
    sequence: int = 1, done: int = 0, *, at: float = 1000.0, skipped: bool = True
) -> Checkpoint:
    """A checkpoint of 36.4 MB."""
    manifest = Manifest(
        store_id="s",
        operation_id=WORK.id,
        sequence=sequence,
        created_at=at,
        progress=Progress(processed=done, total=100),
        blobs=(BlobRecord(name="b", size_bytes=36_400_000, chunks=()),),
        skipped=(CLIENT,) if skipped else (),
        context={"needed": ["client"]},
    )
    return Checkpoint(manifest=manifest)


def started() -> OperationStarted:
    return OperationStarted(operation=WORK)


def saved(sequence: int = 1, done: int = 0, *, stall_s: float = 0.5) -> CheckpointSaved:
    point = checkpoint(sequence, done)
    return CheckpointSaved(operation=WORK, checkpoint=point, stall_s=stall_s)


def progress(
    done: int, total: int | None = 100, *, line: int = 1, inner: tuple[LoopProgress, ...] = ()
) -> ProgressMade:
    how_far = Progress(processed=done, total=total)
    loop = LoopProgress(line=line, header="for i in items:", progress=how_far)
    return ProgressMade(operation=WORK, progress=how_far, elapsed_s=0.0, loops=(loop, *inner))


def ended(status: Status = Status.COMPLETED, message: str = "") -> OperationEnded:
    return OperationEnded(operation=replace(WORK, status=status, message=message))


def told(*events: tuple[float, object], view: RunView | None = None) -> RunView:
    """Fold events that came at these times."""
    view = view or RunView()
    for at, event in events:
        view = heard(view, event, at)  # type: ignore[arg-type]  # any event
    return view
