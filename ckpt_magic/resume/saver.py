"""Takes the checkpoints of a running cell.

Responsible for one save: what the frame is inside of, the snapshot, the context, the commit,
and for retention afterwards. Refuses to decide when; the driver asks its schedule.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import psutil

from ckpt_magic.capture import outside
from ckpt_magic.capture.select import saveable_names
from ckpt_magic.capture.snapshot import Snapshot
from ckpt_magic.capture.take import SnapshotTaker
from ckpt_magic.core.model import Checkpoint, Notice, Operation, Progress, SkippedVariable
from ckpt_magic.core.retention import KeepLast
from ckpt_magic.core.settings import Settings
from ckpt_magic.resume.context import LEFT_OUT, CellContext
from ckpt_magic.resume.files import record_files
from ckpt_magic.resume.frames import FrameRecord
from ckpt_magic.resume.program import Program
from ckpt_magic.resume.telling import THIS_CELL
from ckpt_magic.resume.watch import Watch
from ckpt_magic.store.contract import (
    BUFFER_CHUNK_BYTES,
    STREAM_CHUNK_BYTES,
    Blob,
    CheckpointDraft,
    Store,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notebook:
    """The namespace a cell runs in, and what is not the person's in it.

    ``hidden`` are names that belong to the shell; ``references`` are objects that every
    process has one of; ``baseline`` is the process as it was before the person's code;
    ``makers`` say which cell made a variable.
    """

    namespace: dict[str, Any]
    hidden: frozenset[str]
    references: Mapping[str, object]
    baseline: outside.Baseline
    makers: Mapping[str, str] = field(default_factory=dict)

    def names(self, program_names: frozenset[str] = frozenset()) -> tuple[str, ...]:
        """The person's names now; `program_names` the cell binds count even if they look hidden."""
        names = saveable_names(self.namespace, self.hidden - program_names)
        bound = program_names & self.namespace.keys() - set(names)
        return names + tuple(sorted(name for name in bound if not name.startswith("__ckpt")))


@dataclass(slots=True)
class CellState:
    """What goes into a snapshot besides the variables."""

    frame: FrameRecord | None
    process: Any
    options: Any
    random: Any


class Saver:
    """Saves checkpoints of one operation."""

    def __init__(
        self, *, store: Store, notebook: Notebook, program: Program, settings: Settings
    ) -> None:
        self._store = store
        self._notebook = notebook
        self._program = program
        self._settings = settings
        self._taker = SnapshotTaker(notebook.namespace, notebook.references)

    def save(
        self,
        operation: Operation,
        *,
        frame: FrameRecord | None,
        point: int | None,
        progress: Progress,
        watch: Watch,
    ) -> Checkpoint:
        """Take a checkpoint and keep it; ``point=None`` means the cell is complete.

        What came before the end is kept until `drop_all_but_result`: a process that dies before
        the end is recorded goes on from there.
        """
        every_name = self._notebook.names(self._program.bound)
        state = CellState(
            frame=frame,
            process=outside.save_process(self._notebook.baseline),
            options=outside.save_options(),
            random=outside.save_random(),
        )
        snapshot = self._taker.take(self._wanted(every_name), extra=state)
        skipped = tuple(
            replace(record, made_by=self._maker_of(record.name))
            for record in (*snapshot.skipped, *self._left_out(every_name))
        )
        draft = CheckpointDraft(
            blobs=_blobs(snapshot),
            progress=progress,
            position=None if point is None else (point,),
            variables=snapshot.variables,
            skipped=skipped,
            notices=(*snapshot.notices, *_children(watch)),
            context=self._context(snapshot, every_name, skipped, point, watch).to_json(),
        )
        checkpoint = self._store.commit(operation.id, draft)
        if point is not None:
            self._prune(operation, self._settings.keep)
        return checkpoint

    def drop_all_but_result(self, operation: Operation) -> None:
        """Drop what a complete cell does not need any more."""
        self._prune(operation, 1)

    def _maker_of(self, name: str) -> str:
        """Which cell a person has to look at who misses a variable."""
        return THIS_CELL if name in self._program.bound else self._notebook.makers.get(name, "")

    def _wanted(self, names: tuple[str, ...]) -> tuple[str, ...]:
        only, without = self._settings.vars, self._settings.exclude
        return tuple(n for n in names if (not only or n in only) and n not in without)

    def _left_out(self, names: tuple[str, ...]) -> tuple[SkippedVariable, ...]:
        wanted = set(self._wanted(names))
        namespace = self._notebook.namespace
        return tuple(
            SkippedVariable(
                name=name,
                type_name=type(namespace[name]).__name__,
                reason=LEFT_OUT,
            )
            for name in names
            if name not in wanted
        )

    def _context(
        self,
        snapshot: Snapshot,
        names: tuple[str, ...],
        skipped: tuple[SkippedVariable, ...],
        point: int | None,
        watch: Watch,
    ) -> CellContext:
        program = self._program
        reads = program.names_read_from(point, self._notebook.namespace)
        return CellContext(
            source=program.source,
            path=program.path(point),
            index=snapshot.index,
            names=names,
            needed=tuple(record.name for record in skipped if record.name in reads),
            reads_tracebacks=program.reads_tracebacks,
            files=record_files(watch.paths.union(snapshot.index["closed_files"]), os.getcwd()),
            compared=self._notebook.baseline.set_up_since(),
            final=point is None,
            line=program.line(point),
        )

    def _prune(self, operation: Operation, count: int) -> None:
        sequences = [c.manifest.sequence for c in self._store.checkpoints(operation.id)]
        if dropped := KeepLast(count).drop(sequences):
            self._store.forget(operation.id, dropped)


def _children(watch: Watch) -> tuple[Notice, ...]:
    """Name the processes that the cell has running: no resume finds them again."""
    if not watch.started_process:
        return ()
    text = "the child process {} that ran at the checkpoint is gone"
    running = psutil.Process().children()
    return tuple(
        Notice(kind="told", subject=str(one.pid), text=text.format(one.pid)) for one in running
    )


def _blobs(snapshot: Snapshot) -> tuple[Blob, ...]:
    return tuple(
        Blob(s.name, s.data, BUFFER_CHUNK_BYTES if s.is_buffer else STREAM_CHUNK_BYTES)
        for s in snapshot.segments
    )
