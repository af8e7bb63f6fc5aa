"""One run of a cell: from its start or its resume to its end.

Responsible for the order of things: choose, plan, restore, run, save when due, record how it
ended. Refuses to know IPython: whoever runs the code calls `begin` before it, and `end` after.
"""

from __future__ import annotations

import builtins
import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any, NoReturn

from ckpt_magic.core.errors import (
    CaptureError,
    NotResumableError,
    OperationStoppedError,
    StoreError,
)
from ckpt_magic.core.events import (
    CheckpointSaved,
    CheckpointSkipped,
    Event,
    OperationEnded,
    OperationResumed,
    OperationStarted,
    PauseChanged,
    PointReached,
    ProgressMade,
    StopAsked,
)
from ckpt_magic.core.model import (
    DIED,
    Checkpoint,
    Operation,
    OperationKind,
    Progress,
    Status,
)
from ckpt_magic.core.schedule import Schedule
from ckpt_magic.core.settings import Settings
from ckpt_magic.resume.cell import Cell
from ckpt_magic.resume.choose import Asked, choose, finished_before, same_work
from ckpt_magic.resume.context import CellDefinition
from ckpt_magic.resume.facts import fingerprints
from ckpt_magic.resume.interrupts import interrupts_deferred
from ckpt_magic.resume.plan import Today
from ckpt_magic.resume.requests import Requests, Wishes
from ckpt_magic.resume.returning import Returned, before_its_end, bring_back
from ckpt_magic.resume.runtime import Frame
from ckpt_magic.resume.saver import Notebook, Saver
from ckpt_magic.resume.sets import refuse_reordered_sets
from ckpt_magic.resume.skeleton import Point
from ckpt_magic.resume.speaker import Speaker
from ckpt_magic.resume.timing import SaveTimer
from ckpt_magic.resume.watch import Watch
from ckpt_magic.store.contract import OperationDraft, Store

HOOK_NAME = "__ckpt__"
"""The one name that generated code refers to; it lives in ``builtins`` while a cell runs."""


class CellRun:
    """Runs one cell as an operation.

    Parameters
    ----------
    tell
        Receives every event; called on the thread that runs the cell.
    """

    def __init__(
        self,
        *,
        cell: Cell,
        asked: Asked,
        store: Store,
        notebook: Notebook,
        schedule: Schedule,
        tell: Callable[[Event], None],
        ignored_folders: tuple[str, ...] = (),
    ) -> None:
        self._cell = cell
        self._asked = asked
        self._store = store
        self._notebook = notebook
        self._tell = tell
        self._due: list[bool] = []
        self._timer = SaveTimer(schedule, self._due)
        self.requests = Requests(self._due)
        self.frame = Frame(cell.program.skeleton, self, self._due)
        self.frame.every = asked.settings.every
        self._saver = Saver(
            store=store, notebook=notebook, program=cell.program, settings=asked.settings
        )
        self._speaker = Speaker(store, tell)
        self._watch = Watch(self._speaker.on_file, self._speaker.on_process, ignored_folders)
        self._returned: Returned | None = None
        self._pid = os.getpid()
        self._points = 0
        self._last_progress = Progress()
        self._last_checkpoint: Checkpoint | None = None
        self._arrived_at: int | None = None
        self.operation: Operation | None = None

    @property
    def settings(self) -> Settings:
        """The options this cell was given."""
        return self._asked.settings

    def begin(self) -> None:
        """Start or continue the operation; the transformed code runs next.

        Raises
        ------
        CheckpointError
            When it must not start; nothing was touched then.
        """
        try:
            choice = choose(self._store.operations(), self._asked)
            if choice.operation is None or not self._continue(choice.operation):
                self._start(choice.remarks or finished_before(self._same_work()))
            setattr(builtins, HOOK_NAME, self.frame)
            self._watch.__enter__()
            self._timer.start()
        except BaseException as error:
            self.end(error, reached_end=False)  # what began does not stay recorded as running
            raise

    def _start(self, remarks: tuple[str, ...]) -> None:
        names = self._notebook.names()
        definition = CellDefinition(
            raw=self._cell.raw,
            notebook=self._cell.notebook,
            cell_id=self._cell.cell_id,
            preceding=self._asked.preceding,
            names=names,
            values=fingerprints(self._notebook.namespace, names),
        )
        draft = OperationDraft(
            name=self._cell.name,
            kind=OperationKind.CELL,
            key=self._asked.key,
            definition=definition.to_json(),
        )
        self.operation = self._speaker.operation = self._store.begin(draft)
        self._tell(OperationStarted(operation=self.operation, remarks=remarks))

    def _continue(self, candidate: Operation) -> bool:
        """Go back to the candidate's newest good checkpoint; false when it has none to go on from.

        Where there is a result only, the process died before it could record the end.
        """
        kept = self._store.checkpoints(candidate.id)
        if not before_its_end(kept):
            if kept:
                self._store.finish(candidate.id, Status.COMPLETED)
            else:
                self._store.discard(candidate.id)
            return False
        operation = self._store.reopen(candidate.id)
        try:
            self._returned = bring_back(
                self._store, operation, self._today(operation), self._notebook, self.frame
            )
        except BaseException:
            message = DIED if candidate.died else candidate.message
            self._store.finish(candidate.id, candidate.status, message)
            raise
        self.operation = operation
        self._last_checkpoint = self._returned.checkpoint
        self._last_progress = self._last_checkpoint.manifest.progress
        self._speaker.operation = operation
        if candidate.died:
            self._speaker.died_after(self._last_checkpoint)
        self._tell(
            OperationResumed(
                operation=operation,
                checkpoint=self._returned.checkpoint,
                remarks=self._returned.remarks,
            )
        )
        return True

    def _today(self, operation: Operation) -> Today:
        return Today(
            module=self._cell.program.module,
            skeleton=self._cell.program.skeleton,
            namespace=self._notebook.namespace,
            user_names=frozenset(self._notebook.names()),
            take=self.settings.take,
            attended=self._cell.attended,
            consent=self._asked.consent,
            heard=self._asked.heard,
            same_kernel=operation.id in self._asked.own,
            captures_output=self._cell.captures_output,
            set_up=self._notebook.baseline.set_up_since(),
        )

    def went_live(self) -> None:
        """The code stands where the checkpoint was taken: random streams come back last."""
        if self._returned is not None:
            self._arrived_at = self._returned.target if self._due else None
            self._returned.went_live()

    def loop_begins(self, _iterable: Any, loop: Point) -> None:
        """Refuse an outermost loop that a restart would change before its first iteration."""
        self._check_sets(loop.line, safe="the loop was not begun")

    def _check_sets(self, line: int, *, safe: str) -> None:
        uses, namespace = self._cell.program.order_uses, self._notebook.namespace
        refuse_reordered_sets(uses, namespace, line, safe=safe)

    def at_point(self, frame: Frame, point: int) -> None:
        """Somebody asked for attention; save when the schedule or a person says so."""
        __tracebackhide__ = True
        if os.getpid() != self._pid:
            return  # a forked child of the person's: it must not save, nor move our clock
        arrived = self._just_arrived(point)
        if arrived and not self.requests:
            return
        self._due.clear()
        wishes = self.requests.take()
        if not arrived and (self._timer.is_due(frame.ticks) or wishes.save):
            with self._watch.paused():
                self._save(frame, point)
        self._tell_progress(self._progress())
        if wishes.pause:
            wishes = self._wait(frame, point)
        if wishes.stop:
            self._stop(frame)
        self._timer.arm()

    def _wait(self, frame: Frame, point: int) -> Wishes:
        """Stand still until somebody says go on, or stop."""
        __tracebackhide__ = True
        self._tell(PauseChanged(operation=self._running, paused=True))
        try:
            while not ((wishes := self.requests.wait()).go_on or wishes.stop):
                with self._watch.paused():
                    self._save(frame, point)
            return wishes
        finally:
            self._tell(PauseChanged(operation=self._running, paused=False))

    def _stop(self, frame: Frame) -> NoReturn:
        __tracebackhide__ = True
        self._tell(StopAsked(operation=self._running))
        kept = self._last_checkpoint
        frame.end(
            OperationStoppedError(
                f"{self._running.name} was stopped at {self._last_progress}",
                safe=f"checkpoint {kept.id} is kept" if kept else "no checkpoint could be taken",
                fix="run the cell again to go on, or with --fresh to start over",
            )
        )

    def _tell_progress(self, progress: Progress) -> None:
        self._tell(
            ProgressMade(
                operation=self._running,
                progress=progress,
                elapsed_s=self._timer.elapsed_s,
                loops=self.frame.loops.running(),
            )
        )

    def _just_arrived(self, point: int) -> bool:
        """Whether this is the very point the run came back to: it is saved already."""
        arrived_at, self._arrived_at = self._arrived_at, None
        return arrived_at == point

    def _save(self, frame: Frame, point: int) -> None:
        self._points += 1
        line = self._cell.program.line(point)
        self._tell(PointReached(operation=self._running, number=self._points, line=line))
        started = time.monotonic()
        frame.ticks = 0
        try:
            self._check_sets(line, safe="the loop goes on")
            with interrupts_deferred():
                self._speaker.write()
                checkpoint = self._saver.save(
                    self._running,
                    frame=frame.record(point),
                    point=point,
                    progress=self._progress(),
                    watch=self._watch,
                )
        except (CaptureError, NotResumableError, StoreError) as error:
            self._timer.failed(time.monotonic() - started)
            self._tell(CheckpointSkipped(operation=self._running, reason=str(error)))
            return
        stall_s = time.monotonic() - started
        self._timer.saved(stall_s)
        self._last_checkpoint = checkpoint
        self._speaker.speak_of(checkpoint, self._watch.paths)
        self._tell(CheckpointSaved(operation=self._running, checkpoint=checkpoint, stall_s=stall_s))

    def end(self, error: BaseException | None, *, reached_end: bool) -> None:
        """Record how the run ended; the namespace is the person's again."""
        self._leave()
        if self.operation is None or os.getpid() != self._pid:
            return
        try:
            with interrupts_deferred():
                self._record_end(error, reached_end=reached_end)
        except KeyboardInterrupt:
            if self._running.status is Status.RUNNING:  # pressed twice: the result is not kept
                self._finish(Status.INTERRUPTED, "interrupted by the person")
            raise

    def _record_end(self, error: BaseException | None, *, reached_end: bool) -> None:
        if error is None and reached_end and self.frame.refused is None:
            self._complete()
        elif isinstance(error, KeyboardInterrupt) or type(error).__name__ == "CancelledError":
            self._finish(Status.INTERRUPTED, "interrupted by the person")
        elif isinstance(self.frame.refused, OperationStoppedError):
            self._finish(Status.INTERRUPTED, "stopped by the person")
        else:
            error = error or self.frame.refused
            text = f"{type(error).__name__}: {error}" if error else "left before its end"
            self._finish(Status.FAILED, text[:500])

    def _leave(self) -> None:
        self._timer.stop()
        self._watch.__exit__()
        if getattr(builtins, HOOK_NAME, None) is self.frame:
            delattr(builtins, HOOK_NAME)

    def _complete(self) -> None:
        progress = self._progress()
        if progress.total is not None:
            progress = replace(progress, processed=progress.total)
        kept = self._keep_result(progress)
        self._tell_progress(progress)
        self._finish(Status.COMPLETED, "")
        if kept:
            with suppress(StoreError):  # the next one that completes drops it all the same
                self._discard_older()

    def _keep_result(self, progress: Progress) -> bool:
        try:
            with self._watch.paused():
                self._saver.save(
                    self._running, frame=None, point=None, progress=progress, watch=self._watch
                )
        except (CaptureError, StoreError) as error:
            reason = f"the result could not be kept: {error}"
            self._tell(CheckpointSkipped(operation=self._running, reason=reason))
            return False
        return True

    def _finish(self, status: Status, message: str) -> None:
        try:
            self.operation = self._store.finish(self._running.id, status, message)
        except StoreError as error:
            self._tell(CheckpointSkipped(operation=self._running, reason=str(error)))
            return
        with suppress(StoreError):  # an end finds room where notices found none
            self._speaker.write()
        self._tell(OperationEnded(operation=self.operation))

    def _discard_older(self) -> None:
        """The result of this run takes the place of what earlier runs of the cell left."""
        self._saver.drop_all_but_result(self._running)
        for other in self._same_work():
            if other.id != self._running.id and other.status is not Status.RUNNING:
                self._store.discard(other.id)

    def _same_work(self) -> list[Operation]:
        return same_work(self._store.operations(), self._asked)

    @property
    def _running(self) -> Operation:
        assert self.operation is not None, "the run has not begun"
        return self.operation

    def _progress(self) -> Progress:
        """Where the outermost loop is; between loops, where the last one was."""
        found = self.frame.iterations()
        if found is not None:
            self._last_progress = found
        return self._last_progress
