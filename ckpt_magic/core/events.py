"""What happened, as values that go up to whoever listens.

Responsible for the vocabulary between an engine and a view. Refuses to know who draws it.
"""

from __future__ import annotations

from dataclasses import dataclass

from ckpt_magic.core.model import Checkpoint, Notice, Operation, Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationStarted:
    """A new operation began; ``remarks`` are lines for the person."""

    operation: Operation
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationResumed:
    """An operation goes on from a checkpoint; ``remarks`` are lines for the person."""

    operation: Operation
    checkpoint: Checkpoint
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PointReached:
    """A save is about to be tried at a resume point, the `number`-th of this run, from 1."""

    operation: Operation
    number: int
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointSaved:
    """A checkpoint is on disk. ``stall_s`` is what the loop waited for it."""

    operation: Operation
    checkpoint: Checkpoint
    stall_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointSkipped:
    """A checkpoint that was due could not be taken; the one before it is intact."""

    operation: Operation
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopProgress:
    """How far one of the loops is that the code is inside of; ``line`` counts from 1."""

    line: int
    header: str
    progress: Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressMade:
    """Iterations went by. ``elapsed_s`` counts this run only; ``loops``: outermost first."""

    operation: Operation
    progress: Progress
    elapsed_s: float
    loops: tuple[LoopProgress, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseChanged:
    """The loop waits at a resume point because somebody asked it to, or goes on."""

    operation: Operation
    paused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StopAsked:
    """The loop is about to stop at a resume point because somebody asked it to."""

    operation: Operation


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeGiven:
    """Something the person must hear, the first time it is seen."""

    operation: Operation
    notice: Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationEnded:
    """An operation completed, failed or was interrupted, as ``operation.status`` says."""

    operation: Operation


Event = (
    OperationStarted
    | OperationResumed
    | PointReached
    | CheckpointSaved
    | CheckpointSkipped
    | ProgressMade
    | PauseChanged
    | StopAsked
    | NoticeGiven
    | OperationEnded
)
