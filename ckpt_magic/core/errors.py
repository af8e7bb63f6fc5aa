"""Every error of the project: what happened, what is still safe, what to type next.

Responsible for the tree below and for how an error shows in a notebook (two lines, no
traceback). Refuses to know where an error is raised.

::

    CheckpointError
    ├─ InvalidOptionError (ValueError)        the option and what was expected
    ├─ OperationNotFoundError (LookupError)   names the nearest ones
    ├─ CaptureError (TypeError)               the variable and the object inside it that refused
    ├─ StoreError
    │  ├─ StoreLockedError (TimeoutError)     who holds it, how long it was waited for
    │  ├─ StoreFullError (OSError)            bytes needed and free; what is kept is intact
    │  ├─ CorruptStoreError                   which chunk; the newest that still verifies
    │  ├─ UntrustedStoreError (PermissionError)  whose it is; how to trust it
    │  └─ UnsupportedFormatError              version found, versions understood, how to upgrade
    └─ ResumeError
       ├─ CodeChangedError                    shows the difference; the ways on
       ├─ NotResumableError                   variable or construct, line, the one-line fix
       │  ├─ MissingVariablesError            what the rest needs, and the cells that make it
       │  └─ ConsentNeededError               what a person must know and agree to before it goes on
       └─ RestoreError                        variable, reason, what was left untouched

Outside the tree, because it is no error: OperationStoppedError (BaseException), which ends a
loop that a person asked to stop.
"""

from __future__ import annotations


class CheckpointError(Exception):
    """Base of all errors of this package; catch it to catch them all.

    Parameters
    ----------
    what
        What happened, in one sentence without a full stop.
    safe
        What is still safe.
    fix
        What to type or do next.

    Examples
    --------
    >>> str(CheckpointError("the store is full", safe="checkpoint 3 is intact", fix="%ckpt prune"))
    'the store is full; checkpoint 3 is intact; %ckpt prune'
    """

    def __init__(self, what: str, *, safe: str = "", fix: str = "") -> None:
        super().__init__("; ".join(part for part in (what, safe, fix) if part))
        self.what = what
        self.safe = safe
        self.fix = fix

    def _render_traceback_(self) -> list[str]:
        """Two lines in a notebook: IPython prints what this returns and no traceback."""
        return _two_lines(self)


class OperationStoppedError(BaseException):
    """A person asked the loop to stop, and it did: like an interrupt, not caught by accident.

    The parameters and attributes are those of `CheckpointError`.
    """

    def __init__(self, what: str, *, safe: str = "", fix: str = "") -> None:
        super().__init__("; ".join(part for part in (what, safe, fix) if part))
        self.what = what
        self.safe = safe
        self.fix = fix

    def _render_traceback_(self) -> list[str]:
        """Two lines in a notebook, as those of an error."""
        return _two_lines(self)


def _two_lines(error: CheckpointError | OperationStoppedError) -> list[str]:
    first = f"{type(error).__name__}: {error.what}"
    second = "; ".join(part for part in (error.safe, error.fix) if part)
    return [first, f"  {second}"] if second else [first]


class InvalidOptionError(CheckpointError, ValueError):
    """An option that does not exist or has a value it cannot have."""


class OperationNotFoundError(CheckpointError, LookupError):
    """No operation or checkpoint has that id."""


class CaptureError(CheckpointError, TypeError):
    """A value that cannot be saved."""


class StoreError(CheckpointError):
    """The store could not do what was asked; what it already holds is intact."""


class StoreLockedError(StoreError, TimeoutError):
    """Another process held the store, or the operation, for too long."""


class StoreFullError(StoreError, OSError):
    """There is no room for another checkpoint."""


class CorruptStoreError(StoreError):
    """Bytes in the store are not the bytes that were written."""


class UntrustedStoreError(StoreError, PermissionError):
    """The store was signed with another key; loading it would run somebody's code."""


class UnsupportedFormatError(StoreError):
    """The store has a format that this version does not understand."""


class ResumeError(CheckpointError):
    """An operation cannot be resumed, or could not be if it were started."""


class CodeChangedError(ResumeError):
    """The code on the way to the position is not the code of the checkpoint."""


class NotResumableError(ResumeError):
    """A construct or value that could not be brought back; raised before it is entered."""


class MissingVariablesError(NotResumableError):
    """Variables that could not be saved, are not live, and are read by code still to run.

    ``names`` are theirs; the other parameters are those of `CheckpointError`.
    """

    def __init__(self, what: str, *, safe: str = "", fix: str = "", names: tuple[str, ...]) -> None:
        super().__init__(what, safe=safe, fix=fix)
        self.names = names


class ConsentNeededError(NotResumableError):
    """Something will not be as it was: a person must know it before the operation goes on."""


class RestoreError(ResumeError):
    """A snapshot could not be loaded; the namespace is as it was."""
