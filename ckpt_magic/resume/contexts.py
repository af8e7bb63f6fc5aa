"""``with`` blocks: which can be left and come back to, and how.

Responsible for the list of managers known to be exact: those that come back as objects without
being entered again, and those that only change a setting of the process. Everything else is
refused before it is entered. Refuses to know how an object becomes bytes.
"""

from __future__ import annotations

import contextlib
import io
import os
import stat
import threading
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ckpt_magic.core.errors import CaptureError, NotResumableError, ResumeError
from ckpt_magic.resume import bars, settings_managers
from ckpt_magic.resume.frames import ManagerState
from ckpt_magic.resume.settings_managers import Setting
from ckpt_magic.resume.skeleton import Point

_LOCKS = (type(threading.Lock()), type(threading.RLock()))
_OBJECTS = (
    contextlib.suppress,
    contextlib.closing,
    contextlib.nullcontext,
    contextlib.ExitStack,
    contextlib.AsyncExitStack,
    contextlib.chdir,
)


class Held:
    """A manager behind one object of ours.

    Parameters
    ----------
    manager
        What is entered and left.
    inside
        Whether it was entered already, so that entering does nothing.
    """

    __slots__ = ("__weakref__", "inside", "manager")

    def __init__(self, manager: Any, *, inside: bool) -> None:
        self.manager, self.inside = manager, inside

    def __enter__(self) -> Any:
        __tracebackhide__ = True
        return None if self.inside else type(self.manager).__enter__(self.manager)

    def __exit__(self, *error: Any) -> Any:
        __tracebackhide__ = True
        return type(self.manager).__exit__(self.manager, *error)

    async def __aenter__(self) -> Any:
        __tracebackhide__ = True
        return None if self.inside else await type(self.manager).__aenter__(self.manager)

    async def __aexit__(self, *error: Any) -> Any:
        __tracebackhide__ = True
        return await type(self.manager).__aexit__(self.manager, *error)


@dataclass(frozen=True, slots=True)
class Entered:
    """A manager on its way into a ``with`` block, and the setting it changes, if that is all.

    ``reference`` is weak, so that the block alone keeps the manager; ``first`` holds it until
    the block has it.
    """

    setting: Setting | None
    reference: weakref.ref[Any]
    first: list[Any]

    def given(self) -> Any:
        """Return what the ``with`` statement enters; once."""
        return self.first.pop()


def about_to_enter(manager: Any, block: Point) -> Entered:
    """Note what brings `manager` back.

    Raises
    ------
    NotResumableError
        When the block could not be come back to; nothing was entered.
    """
    setting = settings_managers.setting_of(manager)
    if setting is None:
        _check_object(manager, block)
    return _entered(setting, manager)


def entered_again(state: ManagerState) -> Entered:
    """Return the manager of a block that is come back to; its entry does not happen twice."""
    if isinstance(state.kept, Setting):
        return _entered(state.kept, settings_managers.PutBack(state.kept))
    if isinstance(state.kept, _LOCKS):
        _hold(state.kept)
    return _entered(None, Held(state.kept, inside=True))


def state_of(entered: Entered, block: Point) -> ManagerState:
    """Return what a checkpoint keeps of a block that is running.

    Raises
    ------
    CaptureError
        When the manager holds something that could not be brought back.
    """
    if entered.setting is not None:
        return ManagerState(kept=settings_managers.read_inside(entered.setting))
    manager = entered.reference()
    if isinstance(manager, Held):
        manager = manager.manager
    if manager is None:
        raise CaptureError(f"`{block.header}` (line {block.line}) has lost its manager")
    if isinstance(manager, contextlib.ExitStack | contextlib.AsyncExitStack):
        _check_stack(manager, block)
    return ManagerState(kept=manager)


def check_state(state: ManagerState, block: Point) -> None:
    """Check that `entered_again` will not fail.

    Raises
    ------
    ResumeError
        When the rule that made the state, or its library, is not here.
    """
    if isinstance(state.kept, Setting) and not settings_managers.is_known(state.kept):
        where = f"`{block.header}` (line {block.line})"
        raise ResumeError(f"{where}: the {state.kept.kind} cannot be put back here")


def why_not(manager: Any) -> str | None:
    """Return why `manager` could not come back as an object, ``None`` when it can."""
    kind = type(manager)
    if isinstance(manager, io.IOBase):
        return _why_not_file(manager)
    if kind in _OBJECTS or isinstance(manager, _LOCKS) or bars.is_bar(manager):
        return None
    if isinstance(manager, settings_managers.BY_GENERATOR):
        return "is a function made by contextmanager, whose place inside cannot be saved"
    if kind.__module__ == "__main__":
        return None
    name = f"{kind.__module__}.{kind.__qualname__}"
    return f"is a {name}, whose block cannot be left and entered again as it was"


def _entered(setting: Setting | None, manager: Any) -> Entered:
    try:
        reference = weakref.ref(manager)
    except TypeError:
        manager = Held(manager, inside=False)
        reference = weakref.ref(manager)
    return Entered(setting, reference, [manager])


def _check_object(manager: Any, block: Point) -> None:
    reason = why_not(manager)
    if reason is not None:
        raise NotResumableError(
            f"`{block.header}` (line {block.line}): the manager {reason}",
            safe="it was not entered",
            fix="put the loop outside it, or enter it inside the body of the loop",
        )


def _why_not_file(file: io.IOBase) -> str | None:
    buffer = file.buffer if isinstance(file, io.TextIOWrapper) else file
    raw = buffer.raw if isinstance(buffer, io.BufferedReader | io.BufferedWriter) else buffer
    if type(raw) is not io.FileIO:
        return f"is a file of type {type(buffer).__name__}, whose inside cannot be saved"
    if "+" in raw.mode:
        return f"is a file of mode {raw.mode!r}: only r, w, x and a come back"
    if isinstance(raw.name, int) or not stat.S_ISREG(os.fstat(raw.fileno()).st_mode):
        return "is not a plain file with a name"
    return None


def _check_stack(stack: Any, block: Point) -> None:
    for _, leave in stack._exit_callbacks:
        inner = getattr(leave, "__self__", None)
        if inner is None:
            continue
        reason = "changes a setting" if settings_managers.setting_of(inner) else why_not(inner)
        if reason is not None:
            raise CaptureError(
                f"`{block.header}` (line {block.line}) holds a manager that {reason}"
            )


def _hold(lock: Any) -> None:
    """Take a restored lock, unless it was restored as taken."""
    taken: Callable[[], bool] = getattr(lock, "_is_owned", None) or lock.locked
    if not taken():
        lock.acquire()
