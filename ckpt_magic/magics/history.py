"""What ran in this kernel before.

Responsible for knowing which cell runs now and the digests of those before it. Refuses to
keep their text.
"""

from __future__ import annotations

import re
from typing import Any

from ckpt_magic.magics.identity import digest
from ckpt_magic.magics.source import split

_OURS = re.compile(r"\s*(%load_ext\s+ckpt_magic|%reload_ext\s+ckpt_magic|%ckpt\b.*)\s*")
_NUMBERED = re.compile(r"_i?\d+")


class History:
    """Follows the cells of one shell, nested runs included.

    ``makers`` says of each name which cell bound it to its value, as ``In [3]``.
    """

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._open: list[Any] = []
        self._values: dict[str, int] = {}
        self.makers: dict[str, str] = {}
        self._digests: list[str] = [d for raw in _before_loading(shell) if (d := _meaning(raw))]

    @property
    def current(self) -> Any:
        """The innermost cell that runs now, as IPython describes it; ``None`` between cells."""
        return self._open[-1] if self._open else None

    def starts(self, info: Any) -> None:
        """Take note of a cell that starts."""
        self._open.append(info)

    def ended(self, info: Any, *, ran: bool = True, number: int | None = None) -> None:
        """Take note of its end; only outermost cells that `ran` count as run before others.

        `number` is the one that the front end shows beside the cell, if any.
        """
        if any(one is info for one in self._open):
            while self._open.pop() is not info:
                pass
        if not self._open:
            self._note_makers(number)
        if not ran or self._open or info is None:
            return
        if found := _meaning(info.raw_cell or ""):
            self._digests.append(found)

    def _note_makers(self, number: int | None) -> None:
        """Remember which cell bound each name to what it is now."""
        for name, value in self._shell.user_ns.items():
            if self._values.get(name) != id(value):
                self._values[name] = id(value)
                self.makers[name] = "" if number is None else f"In [{number}]"

    def preceding(self) -> tuple[str, ...]:
        """Digests of the cells run before the current one."""
        return tuple(self._digests)

    def raw_cell(self) -> str:
        """The checkpointed cell that runs now, as the person wrote it.

        Inside ``%ckpt resume`` that is not the outermost one.
        """
        raws = [str(info.raw_cell) for info in reversed(self._open)]
        ours = [raw for raw in raws if split(raw.splitlines(keepends=True)) is not None]
        return (ours or raws[-1:] or [""])[0]

    def output_names(self) -> frozenset[str]:
        """Names under which IPython keeps inputs and outputs, such as ``_3`` and ``_i3``."""
        return frozenset(name for name in self._shell.user_ns if _NUMBERED.fullmatch(name))


def _before_loading(shell: Any) -> list[str]:
    """Cells run before the extension was loaded, the one that loads it left out."""
    manager = getattr(shell, "history_manager", None)
    return list(getattr(manager, "input_hist_raw", []))[:-1]


def _meaning(raw: str) -> str:
    """A digest of a cell, ``""`` for one that does nothing to the namespace."""
    lines = [line.rstrip() for line in raw.splitlines() if not _OURS.fullmatch(line)]
    kept = [line for line in lines if line and not line.lstrip().startswith("#")]
    return digest("\n".join(kept)) if kept else ""
