"""One pass over variables with one memo, at the speed of the C pickler.

Responsible for asking the rules about every object that is not a plain container, and for
cutting the stream at the end of every variable. Refuses to know which variables there are.
"""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from typing import Any

from ckpt_magic.capture.nans import NanKeys
from ckpt_magic.capture.reducers import PLAIN, Rule, rule_for
from ckpt_magic.capture.scene import Scene

PROTOCOL = 5
IN_BAND_BYTES = 64 * 1024
"""Buffers shorter than this stay in the stream."""


class _Sink:
    """Collects what a pickler writes, without copying."""

    def __init__(self) -> None:
        self.parts: list[Any] = []
        self.write = self.parts.append

    def take(self) -> bytes:
        data = b"".join(self.parts)
        self.parts.clear()
        return data


def _no_key(_obj: Any) -> None:
    return None


class CapturePickler(pickle.Pickler):
    """Writes values one after the other; what they share stays shared.

    A `write` that raises voids the pickler: positions in its memo no longer agree with the
    bytes written so far. Throw it away with all it wrote.

    Parameters
    ----------
    references
        Objects that the stream names by position instead of containing them. Their order is
        part of the stream.
    in_band
        Whether everything goes into the stream, large buffers too.
    """

    def __init__(
        self,
        scene: Scene,
        rules: dict[type, Rule | None],
        references: Sequence[Any] = (),
        *,
        in_band: bool = False,
    ) -> None:
        self._sink = _Sink()
        self.buffers: list[memoryview] = []
        keep = None if in_band else self._keep_buffer
        super().__init__(self._sink, PROTOCOL, buffer_callback=keep)
        self.scene = scene
        self._nans = NanKeys()
        self._keep_nans = False
        self.last_seen: Any = None
        self._rules = rules
        # The memo is set through a plain dict: a method `persistent_id` would be called for
        # every number and string and halve the speed.
        self.memo = {id(obj): (place, obj) for place, obj in enumerate(references)}

    def write(self, value: object) -> bytes:
        """Return the stream of one more value."""
        self.dump(value)
        return self._sink.take()

    @property
    def keep_nans(self) -> bool:
        """Whether the identity of nans is kept; asks Python about every object and is slow."""
        return self._keep_nans

    @keep_nans.setter
    def keep_nans(self, wanted: bool) -> None:
        if wanted != self._keep_nans:
            self._keep_nans = wanted
            # an attribute of this one object: a method of the class would always be called
            setattr(self, "persistent_id", self._nans.key if wanted else _no_key)  # noqa: B010

    def take_buffers(self) -> tuple[memoryview, ...]:
        """Return the buffers of the values written since the last call."""
        taken = tuple(self.buffers)
        self.buffers.clear()
        return taken

    def reducer_override(self, obj: Any) -> Any:
        """Ask the rule of the object's type; called by the C pickler."""
        self.last_seen = obj
        kind = type(obj)
        try:
            rule = self._rules[kind]
        except KeyError:
            rule = self._rules[kind] = rule_for(self.scene, kind)
        return NotImplemented if rule is PLAIN else rule(self.scene, obj)

    def _keep_buffer(self, buffer: pickle.PickleBuffer) -> bool:
        raw = buffer.raw()
        if raw.nbytes < IN_BAND_BYTES:
            return True
        self.buffers.append(raw)
        return False
