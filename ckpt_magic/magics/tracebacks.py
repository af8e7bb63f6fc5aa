"""Tracebacks of a checkpointed cell as they would be without the magic.

Responsible for taking our frames out of what a person reads. Refuses to hide where an error of
ours was raised, and steps back where somebody else handles exceptions of the shell.
"""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any

_OURS = str(Path(__file__).resolve().parents[1])


class CleanTracebacks:
    """Has a shell show tracebacks without our frames, from `start` to `stop`."""

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._active = False

    def start(self) -> None:
        """Take over how the shell shows an exception, unless somebody has already."""
        if not self._shell.custom_exceptions:
            self._shell.set_custom_exc((BaseException,), _show)
            self._active = True

    def stop(self) -> None:
        """Give it back."""
        if self._active:
            self._active = False
            self._shell.set_custom_exc((), None)


def without_ours(error: BaseException, traceback: TracebackType | None) -> TracebackType | None:
    """Return a traceback without our frames, but for those in which `error` arose.

    An interrupt arises wherever it hits: it is shown where the person's own code stood.
    """
    chain: list[TracebackType] = []
    while traceback is not None:
        chain.append(traceback)
        traceback = traceback.tb_next
    if chain and _is_ours(chain[-1]) and not isinstance(error, KeyboardInterrupt):
        return chain[0]
    kept = [one for one in chain if not _is_ours(one)]
    for one, following in zip(kept, [*kept[1:], None], strict=True):
        one.tb_next = following
    return kept[0] if kept else None


def _is_ours(traceback: TracebackType) -> bool:
    return traceback.tb_frame.f_code.co_filename.startswith(_OURS)


def _show(
    shell: Any,
    kind: type[BaseException],
    error: BaseException,
    traceback: Any,
    tb_offset: Any = None,
) -> None:
    """Show an exception as the shell does by itself."""
    del tb_offset  # the shell's own
    cleaned = without_ours(error, traceback)
    error.__traceback__ = cleaned
    shell.showtraceback((kind, error, cleaned), running_compiled_code=True)
