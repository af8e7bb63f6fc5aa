"""What a person sees of a cell that runs, as one value.

Responsible for what the figures mean: this run only, without the time it was paused. Refuses to
look at a clock and to know how anything is drawn. `now` is always in seconds since the epoch, the
one clock that can be compared with what is written in a store; when it is set back, time stands
still here until it has caught up, so that nothing is ever negative.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from ckpt_magic.core.control import Command
from ckpt_magic.core.events import LoopProgress
from ckpt_magic.core.model import Notice, Operation, Progress, SkippedVariable
from ckpt_magic.panel.history import History
from ckpt_magic.panel.pace import Pace


class State(StrEnum):
    """What the loop does at this moment."""

    RUNNING = "running"
    SAVING = "saving"
    PAUSED = "paused"
    STOPPING = "stopping"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Save:
    """A checkpoint that this run wrote or came from; ``stall_s`` is ``None`` for the latter."""

    id: str
    at: float
    size_bytes: int
    processed: int
    stall_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """One run of a cell, as far as it is known.

    Attributes
    ----------
    operation
        As the newest event had it.
    state
        What the loop does now.
    started_at, at
        When this run began, and the latest time anything was heard.
    resumed_at
        How many items an earlier process had done; ``None`` for a run from the start.
    progress, loops, advanced_at
        How far the outermost loop is, each loop that the code is inside of, and when the
        outermost one last went on.
    paused_s, paused_since
        How long the run stood still before, and since when it does now.
    last_save, saved, tried, stalls_s
        The newest checkpoint, how many this run wrote and tried to write, and what the loop
        waited for them.
    unsaved, needed
        Variables that the newest checkpoint does not hold, and the names of those that code still
        to run reads.
    message
        Why the last checkpoint was skipped, or ``""``.
    stopped
        Whether somebody asked it to stop, and it did.
    told
        What the person heard when the run began; ``notices`` what was noticed since.
    """

    operation: Operation | None = None
    state: State = State.RUNNING
    started_at: float = 0.0
    at: float = 0.0
    resumed_at: int | None = None
    progress: Progress = field(default_factory=Progress)
    loops: tuple[LoopProgress, ...] = ()
    advanced_at: float = 0.0
    paused_s: float = 0.0
    paused_since: float | None = None
    last_save: Save | None = None
    saved: int = 0
    tried: int = 0
    stalls_s: float = 0.0
    unsaved: tuple[SkippedVariable, ...] = ()
    needed: frozenset[str] = frozenset()
    message: str = ""
    stopped: bool = False
    told: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    pace: Pace = field(default_factory=Pace)
    history: History = field(default_factory=History)
    stalls_at_advance_s: float = 0.0

    def still_waits(self, command: Command, since: RunView) -> bool:
        """Whether what was asked for when this run looked like `since` is still to come."""
        if self.state in (State.STOPPING, State.ENDED):
            return False
        if command is Command.CHECKPOINT:
            return self.tried == since.tried
        if command is Command.STOP:
            return True
        return (self.state is State.PAUSED) is not (command is Command.PAUSE)

    @property
    def name(self) -> str:
        """Name of the operation, ``""`` before there is one."""
        return "" if self.operation is None else self.operation.name

    @property
    def counts(self) -> bool:
        """Whether anything is known of how far it is: a ``while`` tells nothing."""
        return self.progress.processed > 0 or self.progress.total is not None

    def elapsed_s(self, now: float) -> float:
        """Return how long this run has lasted, pauses included."""
        end = self.at if self.state is State.ENDED else max(now, self.at)
        return max(0.0, end - self.started_at)

    def active_s(self, now: float) -> float:
        """Return how long this run has lasted without its pauses."""
        paused_s = self.paused_s
        if self.paused_since is not None and self.state is not State.ENDED:
            paused_s += max(0.0, max(now, self.at) - self.paused_since)
        return max(0.0, self.elapsed_s(now) - paused_s)

    def rate_per_s(self, now: float) -> float | None:
        """Return iterations a second of the outermost loop, of late; ``None`` if not known yet."""
        return self.pace.rate_per_s(self.active_s(now))

    def eta_s(self, now: float) -> float | None:
        """Return the seconds the outermost loop still needs; ``None`` if nobody can say."""
        return self.pace.eta_s(self.active_s(now), self.progress.total)

    def iteration_s(self, now: float) -> float:
        """Return how long the present iteration of the outermost loop has lasted."""
        until = max(now, self.at) if self.paused_since is None else self.paused_since
        return max(0.0, until - self.advanced_at)

    def overhead(self, now: float) -> float:
        """Return the share (0 to 1) of this run, without its pauses, that saving took."""
        active_s = self.active_s(now)
        return min(1.0, self.stalls_s / active_s) if active_s > 0 else 0.0

    def save_age_s(self, now: float) -> float | None:
        """Return how old the newest checkpoint is; ``None`` without one."""
        return None if self.last_save is None else max(0.0, max(now, self.at) - self.last_save.at)
