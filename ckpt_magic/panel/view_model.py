"""Events folded into the view of a run, and the view as readers of the store get it.

Responsible for what each event changes. Refuses to look at a clock, to draw and to write. `now`
is always in seconds since the epoch.
"""

from __future__ import annotations

from dataclasses import replace

from ckpt_magic.core.events import (
    CheckpointSaved,
    CheckpointSkipped,
    Event,
    LoopProgress,
    NoticeGiven,
    OperationEnded,
    OperationResumed,
    OperationStarted,
    PauseChanged,
    PointReached,
    ProgressMade,
    StopAsked,
)
from ckpt_magic.core.model import Checkpoint
from ckpt_magic.panel.history import Sample
from ckpt_magic.panel.pace import Pace
from ckpt_magic.panel.run_view import RunView, Save, State
from ckpt_magic.resume.telling import needed_but_unsaved
from ckpt_magic.store.live import LiveStatus, LoopStatus

__all__ = ["RunView", "Save", "State", "heard", "live_status"]


def heard(view: RunView, event: Event, now: float) -> RunView:
    """Return the view after `event`, which came at `now`."""
    now = max(now, view.at)
    view = replace(view, operation=event.operation, at=now)
    if isinstance(event, OperationStarted):
        return _begun(view, now, resumed_at=None, told=event.remarks)
    if isinstance(event, OperationResumed):
        return _resumed(view, event, now)
    if isinstance(event, ProgressMade):
        return _went_on(view, event, now)
    if isinstance(event, CheckpointSaved):
        return _saved(view, event, now)
    if isinstance(event, NoticeGiven):
        known = event.notice in view.notices
        return view if known else replace(view, notices=(*view.notices, event.notice))
    return _changed_state(view, event, now)


def live_status(view: RunView, now: float, pid: int) -> LiveStatus:
    """Return how the run is at `now` (seconds since the epoch) in the process `pid`.

    Raises
    ------
    ValueError
        When no operation began yet.
    """
    if view.operation is None:
        raise ValueError("no operation began yet")
    save = view.last_save
    return LiveStatus(
        operation_id=view.operation.id,
        name=view.operation.name,
        pid=pid,
        at=now,
        state=(State.STOPPING if view.state is State.ENDED else view.state).value,
        processed=view.progress.processed if view.counts else None,
        total=view.progress.total,
        loops=tuple(map(_loop_status, view.loops)),
        elapsed_s=view.elapsed_s(now),
        rate_per_s=view.rate_per_s(now),
        eta_s=view.eta_s(now),
        checkpoint_at=None if save is None else save.at,
        checkpoint_size_bytes=None if save is None else save.size_bytes,
        stall_s=None if save is None else save.stall_s,
        saved=view.saved,
        overhead=view.overhead(now),
        message=view.message,
    )


def _loop_status(loop: LoopProgress) -> LoopStatus:
    done = loop.progress
    return LoopStatus(
        line=loop.line, header=loop.header, processed=done.processed, total=done.total
    )


def _begun(view: RunView, now: float, *, resumed_at: int | None, told: tuple[str, ...]) -> RunView:
    return replace(
        view,
        started_at=now,
        advanced_at=now,
        resumed_at=resumed_at,
        told=told,
        pace=Pace.starting(0.0, resumed_at or 0),
    )


def _resumed(view: RunView, event: OperationResumed, now: float) -> RunView:
    manifest = event.checkpoint.manifest
    view = _begun(view, now, resumed_at=manifest.progress.processed, told=event.remarks)
    view = replace(view, progress=manifest.progress)
    return _with_newest(view, event.checkpoint, stall_s=None, at=manifest.created_at)


def _went_on(view: RunView, event: ProgressMade, now: float) -> RunView:
    active_s, done = view.active_s(now), event.progress.processed - view.progress.processed
    told = replace(view, progress=event.progress, loops=event.loops)
    if not done and event.loops and not view.loops:
        start = Pace.starting(active_s, event.progress.processed)
        return replace(told, pace=start, advanced_at=now)
    if _outermost(view.loops) not in (None, _outermost(event.loops)):
        pace = Pace().reached(active_s, event.progress.processed)
        return replace(told, pace=pace, advanced_at=now, stalls_at_advance_s=view.stalls_s)
    if not done:
        return told
    return replace(
        told,
        pace=view.pace.reached(active_s, event.progress.processed),
        advanced_at=now,
        stalls_at_advance_s=view.stalls_s,
        history=view.history.went_by(_sample(view, active_s, done)),
    )


def _sample(view: RunView, active_s: float, done: int) -> Sample:
    """The iterations that went by since the last time, without what the loop waited for saves."""
    last_s = view.pace.marks[-1].active_s if view.pace.marks else 0.0
    spent_s = active_s - last_s - (view.stalls_s - view.stalls_at_advance_s)
    return Sample(end_s=active_s, spent_s=max(0.0, spent_s), count=done)


def _outermost(loops: tuple[LoopProgress, ...]) -> int | None:
    return loops[0].line if loops else None


def _saved(view: RunView, event: CheckpointSaved, now: float) -> RunView:
    stall_s = max(0.0, event.stall_s)
    view = replace(
        _with_newest(view, event.checkpoint, stall_s=stall_s, at=now),
        saved=view.saved + 1,
        stalls_s=view.stalls_s + stall_s,
        message="",
        history=view.history.saved(view.active_s(now)),
    )
    return _state_after_save(view)


def _with_newest(
    view: RunView, checkpoint: Checkpoint, *, stall_s: float | None, at: float
) -> RunView:
    manifest = checkpoint.manifest
    save = Save(
        id=checkpoint.id,
        at=at,
        size_bytes=manifest.size_bytes,
        processed=manifest.progress.processed,
        stall_s=stall_s,
    )
    needed = frozenset(one.name for one in needed_but_unsaved(manifest))
    return replace(view, last_save=save, unsaved=manifest.skipped, needed=needed)


def _state_after_save(view: RunView) -> RunView:
    if view.state is not State.SAVING:
        return view
    return replace(view, state=State.PAUSED if view.paused_since is not None else State.RUNNING)


def _changed_state(view: RunView, event: Event, now: float) -> RunView:
    if isinstance(event, PointReached):
        return replace(view, state=State.SAVING, tried=view.tried + 1)
    if isinstance(event, CheckpointSkipped):
        return _state_after_save(replace(view, message=event.reason))
    if isinstance(event, PauseChanged):
        return _paused(view, now) if event.paused else _goes_on(view, now)
    if isinstance(event, StopAsked):
        return replace(view, state=State.STOPPING, stopped=True)
    if isinstance(event, OperationEnded):
        return replace(_goes_on(view, now), state=State.ENDED)
    return view


def _paused(view: RunView, now: float) -> RunView:
    since = now if view.paused_since is None else view.paused_since
    return replace(view, state=State.PAUSED, paused_since=since)


def _goes_on(view: RunView, now: float) -> RunView:
    if view.paused_since is None:
        return replace(view, state=State.RUNNING)
    waited_s = max(0.0, now - view.paused_since)
    return replace(
        view,
        state=State.RUNNING,
        paused_since=None,
        paused_s=view.paused_s + waited_s,
        advanced_at=view.advanced_at + waited_s,
    )
