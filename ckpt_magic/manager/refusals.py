"""What an operation says when it is asked for something it cannot do now.

Responsible for the texts. Refuses to decide anything.
"""

from __future__ import annotations

from ckpt_magic.core.errors import ResumeError
from ckpt_magic.core.model import Status

_WAYS = {
    Status.INTERRUPTED: "operation.resume() goes on with it",
    Status.FAILED: "operation.resume() goes on with it",
    Status.RUNNING: "operation.resume() goes on with it once the process that runs it has ended",
    Status.COMPLETED: "operation.last_checkpoint().state is its result",
    Status.DISCARDED: "manager.start_operation() begins a new one",
}


def does_not_run_here(name: str, status: Status) -> ResumeError:
    """Return the refusal for an operation that this object does not run."""
    stands = "runs elsewhere" if status is Status.RUNNING else f"is {status}"
    return ResumeError(f"{name} {stands}", safe="its checkpoints are intact", fix=_WAYS[status])


def nothing_to_resume(name: str, status: Status) -> ResumeError:
    """Return the refusal for an operation that has ended for good."""
    return ResumeError(f"{name} is {status}: there is nothing to resume", fix=_WAYS[status])


def inside_a_loop(what: str) -> ResumeError:
    """Return the refusal for what would be wrong while an item is half done."""
    return ResumeError(
        f"{what} would take an item that is half done for done or undone",
        safe="track() saves operation.state between items, as often as every= and interval= say",
        fix="change operation.state in the loop; save, complete or start over after it",
    )


def loop_is_over(name: str) -> ResumeError:
    """Return the refusal for a second loop in one run."""
    return ResumeError(
        f"{name} has tracked a loop already: an operation keeps the position of one loop",
        safe="its last checkpoint is intact",
        fix="start_operation() for the next loop; after leaving a loop early, operation.resume()",
    )


def position_unknown(name: str) -> ResumeError:
    """Return the refusal to track from a checkpoint that does not count items."""
    return ResumeError(
        f"the last checkpoint of {name} does not say how many items were done",
        safe="it is intact: operation.state",
        fix="go on by hand, and save_checkpoint(state, processed=…) for the next time",
    )
