"""Reads the segments of a snapshot in the order they count on.

Responsible for code, then state and data, then extra, each value as it comes. Refuses to decide
what happens with the values; the state of new code it gives to the code itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ckpt_magic.capture.code_state import state_change
from ckpt_magic.capture.layout import EXTRA
from ckpt_magic.capture.loading import LoadContext
from ckpt_magic.capture.shared_globals import bring_back
from ckpt_magic.capture.unpickler import RestoreUnpickler
from ckpt_magic.core.model import Json


class StreamLoader:
    """One pass over a snapshot; ``label`` names what is being read.

    Parameters
    ----------
    read
        Returns a segment's bytes by its name.
    ignore_state
        Names whose live function or class stays as it is, its state too.
    """

    def __init__(
        self,
        index: Mapping[str, Json],
        read: Callable[[str], Any],
        context: LoadContext,
        ignore_state: frozenset[str] = frozenset(),
    ) -> None:
        self._index = index
        self._read = read
        self._context = context
        self._ignore_state = ignore_state
        self._keys = index["references"]
        self.label = "the snapshot"

    def code(self) -> Iterator[str]:
        """Load functions and classes into the context; yields their names."""
        unpickler = RestoreUnpickler(self._context, self._keys)
        for name in self._index["code"]:
            self.label = name
            unpickler.read(self._read(f"code/{name}"))
            yield name

    def data(self) -> Iterator[tuple[str, Any]]:
        """Load state and data; yields the variables."""
        self._unpickler = RestoreUnpickler(
            self._context, self._keys, map(self._read, self._index["buffers"])
        )
        for segment in self._index["streams"]:
            kind, _, self.label = segment.partition("/")
            value = self._unpickler.read(self._read(segment))
            if kind == "state":
                self._take_state(self.label, value)
            elif kind == "global":
                self._take_global(segment, value)
            else:
                yield self.label, value

    def extra(self) -> Any:
        """Load what the running code holds."""
        self.label = EXTRA
        return self._unpickler.read(self._read("extra"))

    def _take_state(self, name: str, states: Any) -> None:
        """Give code its state: new code at once, live code at the commit."""
        if name in self._ignore_state:
            return
        for path, state in states:
            change = state_change(self._context.code(*path), state)
            if name in self._context.live_code:
                self._context.on_commit.append(change)
            else:
                change()

    def _take_global(self, segment: str, content: Any) -> None:
        module_name, name, kind = self._index["globals"][segment]
        self.label = f"{module_name}.{name}"
        container = None
        if kind is not None:
            container = self._context.reference(f"global {kind} {module_name} {name}")
        self._context.on_commit.append(bring_back(module_name, name, container, content))
