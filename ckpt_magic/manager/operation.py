"""One operation: its state, its checkpoints, how it ends and how it goes on.

Responsible for the life of an operation that this process runs, and for calling it what it
is. Refuses to know what a checkpoint consists of and how a loop finds its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from threading import RLock
from types import TracebackType
from typing import Any, TypeVar

from ckpt_magic.core.model import Operation as OperationRecord
from ckpt_magic.core.model import Progress, Status
from ckpt_magic.manager import refusals, used
from ckpt_magic.manager.checkpoint import Checkpoint, as_datetime
from ckpt_magic.manager.ending import Ending, ending_after
from ckpt_magic.manager.history import CheckpointHistory, Moment, mark_of
from ckpt_magic.manager.hold import Hold
from ckpt_magic.manager.loop import LoopStage, TrackedLoop
from ckpt_magic.manager.pace import Pacer
from ckpt_magic.manager.rules import Rules, require_count
from ckpt_magic.manager.source import Mark, Source
from ckpt_magic.store.contract import Store

T = TypeVar("T")
_UNREAD = object()


class Operation:
    """One long execution that can be resumed; made by `CheckpointManager`.

    ``with operation:`` completes it at the end of the block; an exception in the block makes
    it ``failed``, an interrupt (Ctrl-C) ``interrupted``. Several threads may use one operation;
    a state must not be changed by another thread while it is being saved.
    """

    def __init__(self, record: OperationRecord, store: Store, rules: Rules) -> None:
        self._hold = Hold(record, store)
        self._rules = rules
        self._history = CheckpointHistory(store, record.id, record.name, rules)
        self._lock = RLock()
        self._state: Any = _UNREAD
        self._mark: Mark | None = None
        self._loop = self._new_loop()
        self._blocks = 0

    def __repr__(self) -> str:
        return f"<Operation {self.id} {self.operation_type!r}: {self.status}, {self._progress}>"

    @property
    def id(self) -> str:
        """The operation's own name, unique in its directory."""
        return self._record.id

    @property
    def operation_type(self) -> str:
        """What kind of work it is, as it was started."""
        return self._record.name

    @property
    def status(self) -> Status:
        """Where it stands; a word such as ``"interrupted"``."""
        return self._record.status

    @property
    def message(self) -> str:
        """Why it failed, where that is known."""
        return self._record.message

    @property
    def total_items(self) -> int | None:
        """Items there are to do, ``None`` where it is not known."""
        return self._progress.total

    @property
    def processed_items(self) -> int:
        """Items that are done."""
        return self._progress.processed

    @property
    def start_time(self) -> datetime:
        """When it was started first, with a time zone (UTC)."""
        return as_datetime(self._record.started_at)

    @property
    def last_checkpoint_at(self) -> datetime | None:
        """When its newest checkpoint was taken (UTC); ``None`` before the first."""
        at = self._record.last_checkpoint_at
        return None if at is None else as_datetime(at)

    @property
    def state(self) -> Any:
        """What `track` saves and a resume brings back; an empty dict at the start.

        Of an operation that does not run here: the state of its newest good checkpoint.
        """
        with self._lock:
            if self._state is _UNREAD:
                checkpoint = self._history.newest_good()
                self._state = {} if checkpoint is None else checkpoint.state
            return self._state

    @state.setter
    def state(self, value: Any) -> None:
        self._state = value

    def save_checkpoint(
        self, state: Any, *, processed: int | None = None, last_item: Any = None
    ) -> Checkpoint:
        """Save now; when this returns, the checkpoint survives everything.

        Parameters
        ----------
        state
            Whatever is needed to go on; it becomes ``operation.state``.
        processed
            Number of items done; without it ``state["processed_count"]``, if there is one.
        last_item
            What to remember of the last item done, such as its id.

        Raises
        ------
        CaptureError
            When `state` or `last_item` cannot be saved.
        StoreError
            When there is no room, say; earlier checkpoints are intact.
        ResumeError
            When the operation does not run here, or inside a loop of `track`, where the item
            being worked on is half done: there `track` saves between items.
        """
        with self._lock:
            self._require_no_loop("save_checkpoint() inside a loop of track()")
            self._require_running()
            count = _count(state) if processed is None else processed
            if count is not None:
                require_count("processed", count, least=0)
            mark = None if count is None else Mark(position=count)
            done = self.processed_items if count is None else count
            checkpoint = self._append(state, last_item, done, mark)
            self._state = state
            return checkpoint

    def track(self, iterable: Iterable[T]) -> Iterator[T]:
        """Iterate, saving ``operation.state`` and the position as often as the manager says.

        After a resume it goes on at the next item. A save happens between two items, so state
        and position always belong together: every item counts exactly once in the state. One
        operation tracks one loop, and its last save, at the end, keeps the result; completing
        the operation is left to the caller (or to ``with operation:``).

        Parameters
        ----------
        iterable
            Must give the same items again after a resume. Ranges, and sequences of one's own
            that iterate by index, are entered at the index; all others are gone through from
            their beginning. A one-shot iterator must be made anew.

        Raises
        ------
        ResumeError
            When the items are known not to be those of the checkpoint.
        NotResumableError
            At the first item, when something around `track` keeps a place of its own
            (``enumerate``, ``zip``, batches: put them inside), or another thread draws from it.
            The loop's body must do the work: an item is done when the next one is asked for.
        """
        with self._lock:
            self._require_no_loop("another loop of track() on one operation")
            if self._loop.stage is not LoopStage.BEFORE:
                raise refusals.loop_is_over(self.operation_type)
            self._require_running()
            if self._mark is None:
                raise refusals.position_unknown(self.operation_type)
            used.claim(self.id, iterable)
            source = Source(iterable, self._mark)
            return self._loop.items(source, Pacer(self._rules.schedule))

    def complete(self) -> None:
        """Record that the work is done; the newest checkpoint keeps its result."""
        with self._lock:
            self._require_no_loop("complete() inside a loop of track()")
            if self.status is not Status.COMPLETED:
                self._require_running()
                self._hold.end(Ending(Status.COMPLETED))
            used.release(self.id)

    def fail(self, message: str = "") -> None:
        """Record that the work failed, and why; it can be resumed."""
        with self._lock:
            self._require_running()
            self._hold.end(Ending(Status.FAILED, message))

    def discard(self) -> None:
        """Delete the operation and its checkpoints.

        Raises
        ------
        StoreLockedError
            When another process runs it.
        """
        with self._lock:
            self._require_no_loop("discard() inside a loop of track()")
            self._hold.discard()
            used.release(self.id)

    def last_checkpoint(self) -> Checkpoint | None:
        """Return the newest checkpoint that verifies and passes ``validate``; ``None`` before any.

        Raises
        ------
        RestoreError
            When there are checkpoints and none of them is good.
        """
        return self._history.newest_good()

    def checkpoints(self) -> tuple[Checkpoint, ...]:
        """Return the checkpoints that are kept, oldest first; their bytes are not looked at yet."""
        return self._history.all()

    def resume(self) -> Operation:
        """Go back to the last good checkpoint and run again; returns the operation itself.

        Without a checkpoint it begins anew, with an empty state.

        Raises
        ------
        StoreLockedError
            When another process runs it.
        RestoreError
            When no checkpoint can be used; the operation is left as it was.
        ResumeError
            When it is completed or discarded.
        """
        with self._lock:
            self._require_no_loop("resume() inside a loop of track()")
            if self.status in (Status.COMPLETED, Status.DISCARDED):
                raise refusals.nothing_to_resume(self.operation_type, self.status)
            before = self._hold.record
            self._hold.reopen()
            try:
                self._go_back()
            except BaseException:
                back = before.status if before.status.resumable else Status.INTERRUPTED
                self._hold.end(Ending(back, before.message))
                raise
            return self

    def __enter__(self) -> Operation:
        with self._lock:
            self._require_running()
            self._blocks += 1
            return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._lock:
            self._blocks -= 1
            if not self._hold.runs_here or self._blocks:
                return
            if error is None:
                self.complete()
            else:
                self._hold.end_quietly(ending_after(error))

    @property
    def _record(self) -> OperationRecord:
        return self._hold.record

    @property
    def _progress(self) -> Progress:
        source, kept = self._loop.source, self._record.progress
        if source is None:
            return kept
        return Progress(processed=source.position, total=kept.total or source.length)

    def _begin(self) -> Operation:
        """Take a new operation into its first run."""
        self._hold.begin()
        self._state, self._mark = {}, Mark()
        return self

    def _refresh(self, record: OperationRecord) -> Operation:
        """Take over what the store says of an operation that does not run here."""
        if not self._hold.runs_here:
            self._hold.record, self._state = record, _UNREAD
        return self

    def _go_back(self) -> None:
        """Take state and position from the newest good checkpoint, if there is any."""
        checkpoint = self._history.newest_good()
        self._state, self._mark, done = {}, Mark(), 0
        if checkpoint is not None:
            self._state, self._mark = checkpoint.state, mark_of(checkpoint)
            done = checkpoint.processed
        progress = Progress(processed=done, total=self._record.progress.total)
        self._hold.note(progress, self._record.last_checkpoint_at)
        self._loop = self._new_loop()

    def _new_loop(self) -> TrackedLoop:
        return TrackedLoop(save=self._save_loop, left=self._loop_was_left)

    def _save_loop(self, source: Source[Any]) -> None:
        with self._lock:
            self._hold.require()
            self._append(self._state, source.last_item, source.position, source.mark())

    def _loop_was_left(self, ending: Ending) -> None:
        """End the run, unless a ``with`` block around the loop is going to."""
        with self._lock:
            if self._hold.runs_here and not self._blocks:
                self._hold.end_quietly(ending)

    def _append(self, state: Any, last_item: Any, done: int, mark: Mark | None) -> Checkpoint:
        progress = Progress(processed=done, total=self.total_items)
        moment = Moment(
            state=state,
            last_item=last_item,
            progress=progress,
            mark=mark,
            elapsed_s=self._hold.elapsed_s,
        )
        checkpoint = self._history.append(moment)
        self._hold.note(progress, checkpoint.stored.manifest.created_at)
        self._mark = mark
        return checkpoint

    def _require_no_loop(self, what: str) -> None:
        if self._loop.stage is LoopStage.INSIDE:
            raise refusals.inside_a_loop(what)

    def _require_running(self) -> None:
        """Take up the operation again where leaving its loop early had ended it."""
        if self._loop.stage is LoopStage.LEFT and self.status.resumable:
            self._hold.reopen()
        self._hold.require()


def _count(state: Any) -> int | None:
    """Return how many items a state says are done."""
    count = state.get("processed_count") if isinstance(state, Mapping) else None
    return count if isinstance(count, int) and not isinstance(count, bool) and count >= 0 else None
