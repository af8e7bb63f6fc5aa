"""The typed API as its users write it: checked by mypy, never run."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, assert_type

from ckpt_magic import CheckpointManager
from ckpt_magic.core.model import Status
from ckpt_magic.manager.checkpoint import Checkpoint
from ckpt_magic.manager.operation import Operation


def accepts(state: Any) -> bool:
    return bool(state)


manager = CheckpointManager("./checkpoints", interval="30s", max_checkpoints=3, validate=accepts)
CheckpointManager(Path("checkpoints"), interval=30, every=100)
CheckpointManager("checkpoints", interval=0.5)
CheckpointManager("checkpoints", keep=3)  # type: ignore[call-arg]  # there is no such argument

operation = manager.start_operation("export_movies", total_items=20)
assert_type(operation, Operation)
assert_type(operation.id, str)
assert_type(operation.operation_type, str)
assert_type(operation.total_items, int | None)
assert_type(operation.processed_items, int)
assert_type(operation.start_time, datetime)
assert_type(operation.last_checkpoint_at, datetime | None)
assert_type(operation.status, Status)

saved = operation.save_checkpoint({"processed_count": 1}, processed=1, last_item="movie 1")
assert_type(saved, Checkpoint)
assert_type(saved.id, str)
assert_type(saved.operation_type, str)
assert_type(saved.progress, float | None)
assert_type(saved.timestamp, datetime)
operation.save_checkpoint()  # type: ignore[call-arg]  # a state is needed

for title in operation.track(["one", "two"]):
    assert_type(title, str)
for number, pair in operation.track(enumerate([(1, 2.0)])):
    assert_type(number, int)
    assert_type(pair, tuple[int, float])
operation.track(3)  # type: ignore[arg-type]  # not an iterable

with operation as running:
    assert_type(running, Operation)
for found in manager.interrupted_operations():
    assert_type(found.resume(), Operation)
    assert_type(found.last_checkpoint(), Checkpoint | None)
    assert_type(found.checkpoints(), tuple[Checkpoint, ...])
