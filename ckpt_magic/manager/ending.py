"""How a run of an operation ended.

Responsible for telling a failure from an interrupt. Refuses to know stores and operations.
"""

from __future__ import annotations

from dataclasses import dataclass

from ckpt_magic.core.model import Status


@dataclass(frozen=True, slots=True)
class Ending:
    """A status that ends a run, and why."""

    status: Status
    message: str = ""


def ending_after(error: BaseException) -> Ending:
    """Return what an exception makes of the operation it left.

    Examples
    --------
    >>> ending_after(ValueError("no such film")).message
    'ValueError: no such film'
    >>> ending_after(KeyboardInterrupt()).status
    <Status.INTERRUPTED: 'interrupted'>
    """
    status = Status.FAILED if isinstance(error, Exception) else Status.INTERRUPTED
    text = str(error)
    return Ending(status, f"{type(error).__name__}: {text}" if text else type(error).__name__)
