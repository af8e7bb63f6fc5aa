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
        self.buffers: list[memoryview] = []
        self.write = self.parts.append

    def keep_buffer(self, buffer: pickle.PickleBuffer) -> bool:
        """Take a large buffer out of the stream; asks the pickler to write a small one."""
        raw = buffer.raw()
        if raw.nbytes < IN_BAND_BYTES:
            return True
        self.buffers.append(raw)
        return False

    def take(self) -> tuple[bytes, tuple[memoryview, ...]]:
        taken = b"".join(self.parts), tuple(self.buffers)
        self.parts.clear()
        self.buffers.clear()
        return taken


def _no_key(_obj: Any) -> None:
    return None


class _Answers:
    """What the rules say; knows nothing of the pickler that asks, so that no cycle keeps it."""

    def __init__(self, scene: Scene, rules: dict[type, Rule | None]) -> None:
        self._scene = scene
        self._rules = rules
        self.last_seen: Any = None

    def reduce(self, obj: Any) -> Any:
        """Return what the rule of the object's type says; called by the pickler."""
        self.last_seen = obj
        kind = type(obj)
        try:
            rule = self._rules[kind]
        except KeyError:
            rule = self._rules[kind] = rule_for(self._scene, kind)
        return NotImplemented if rule is PLAIN else rule(self._scene, obj)


class _InC(pickle.Pickler):
    """The fast one; a class of its own so that it may be given attributes."""

    reducer_override: Any


class CapturePickler:
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
    in_python
        Whether to go deeper than C may; twenty times slower.
    """

    def __init__(
        self,
        scene: Scene,
        rules: dict[type, Rule | None],
        references: Sequence[Any] = (),
        *,
        in_band: bool = False,
        in_python: bool = False,
    ) -> None:
        self._sink = _Sink()
        self._answers = _Answers(scene, rules)
        self._nans, self._keep_nans = NanKeys(), False
        keep = None if in_band else self._sink.keep_buffer
        kind: Any = pickle._Pickler if in_python else _InC
        self._pickler = kind(self._sink, PROTOCOL, buffer_callback=keep)
        self._pickler.reducer_override = self._answers.reduce
        self._pickler.memo = {id(obj): (place, obj) for place, obj in enumerate(references)}

    @property
    def last_seen(self) -> Any:
        """The object that a rule was last asked about."""
        return self._answers.last_seen

    @property
    def keep_nans(self) -> bool:
        """Whether the identity of nans is kept.

        The pickler then asks about every number and string too, at half the speed.
        """
        return self._keep_nans

    @keep_nans.setter
    def keep_nans(self, wanted: bool) -> None:
        if wanted != self._keep_nans:
            self._keep_nans = wanted
            self._pickler.persistent_id = self._nans.key if wanted else _no_key

    def write(self, value: object) -> tuple[bytes, tuple[memoryview, ...]]:
        """Return the stream and the buffers of one more value."""
        self._pickler.dump(value)
        return self._sink.take()
