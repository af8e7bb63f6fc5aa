"""One pass over a namespace: either a whole snapshot, or what stood in its way.

Responsible for writing a layout with one memo, and for the index. Refuses to try again: whoever
asked leaves out what failed and makes a new attempt.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ckpt_magic.capture.deep import Depth
from ckpt_magic.capture.digest import code_digest
from ckpt_magic.capture.layout import EXTRA, Item, Layout
from ckpt_magic.capture.nans import has_nan
from ckpt_magic.capture.pickler import CapturePickler
from ckpt_magic.capture.reducers import Rule
from ckpt_magic.capture.refusal import refusal_text, type_name
from ckpt_magic.capture.scene import Scene
from ckpt_magic.capture.sets import orders_of
from ckpt_magic.capture.snapshot import Segment, Snapshot
from ckpt_magic.core.model import Json, SkippedVariable, VariableRecord

FORMAT = 0


@dataclass(frozen=True, slots=True)
class Failure:
    """An item that cannot be written, by its label, and why."""

    label: str
    reason: str


@dataclass(slots=True)
class Trouble:
    """What an attempt ran into, for the next one to know.

    ``nan_labels`` hold a nan and must be written the slow way; ``too_deep`` asks for a larger
    stack.
    """

    failures: list[Failure] = field(default_factory=list)
    nan_labels: set[str] = field(default_factory=set)
    too_deep: bool = False

    def __bool__(self) -> bool:
        return bool(self.failures or self.nan_labels or self.too_deep)


class Attempt:
    """Writes one layout once.

    Parameters
    ----------
    nan_labels
        Items known to hold a nan.
    depth
        How deep values may be nested.
    """

    def __init__(
        self, scene: Scene, layout: Layout, *, nan_labels: frozenset[str], depth: Depth
    ) -> None:
        self._scene = scene
        self._layout = layout
        self._nan_labels = nan_labels
        self._depth = depth
        self._rules: dict[type, Rule | None] = {}
        self._segments: list[Segment] = []
        self.trouble = Trouble()
        self.sizes: dict[str, int] = {}

    @property
    def types(self) -> set[type]:
        """Types of the objects that rules were asked about."""
        return set(self._rules)

    def run(self, skipped: tuple[SkippedVariable, ...]) -> Snapshot | None:
        """Return the snapshot; ``None`` when there is `trouble`."""
        self._scene.writing_code = True
        self._write_all(self._layout.code)
        self._scene.writing_code = False
        if not self.trouble:
            self._write_all(self._layout.data)
        if self.trouble:
            return None
        return Snapshot(
            segments=tuple(self._segments),
            variables=self._records(),
            skipped=skipped,
            notices=tuple(self._scene.notices.values()),
            index=self._index(),
        )

    def _write_all(self, items: Sequence[Item]) -> None:
        """Write items with one memo; after a failure go on only to find more failures."""
        pickler = self._pickler()
        for item in items:
            pickler.keep_nans = item.label in self._nan_labels
            try:
                stream, buffers = pickler.write(item.value)
            except Exception as error:  # noqa: BLE001 (a person's reducers may raise anything)
                self._failed(item, pickler.last_seen, error)
                pickler = self._pickler()
                continue
            if has_nan(stream) and not pickler.keep_nans:
                self.trouble.nan_labels.add(item.label)
            self._keep(item, stream, buffers)

    def _failed(self, item: Item, culprit: Any, error: Exception) -> None:
        if isinstance(error, RecursionError) and self._depth < Depth.IN_PYTHON:
            self.trouble.too_deep = True
            return
        name = "the running code" if item.label == EXTRA else item.label
        reason = refusal_text(item.value, culprit, error, name)
        self.trouble.failures.append(Failure(item.label, reason))

    def _keep(self, item: Item, stream: bytes, buffers: Sequence[memoryview]) -> None:
        self._segments.append(Segment(name=item.segment, data=stream))
        for place, buffer in enumerate(buffers):
            label = f"buffer/{item.segment}/{place}"
            self._segments.append(Segment(name=label, data=buffer, is_buffer=True))
        size = len(stream) + sum(buffer.nbytes for buffer in buffers)
        self.sizes[item.label] = self.sizes.get(item.label, 0) + size

    def _pickler(self) -> CapturePickler:
        references = tuple(self._layout.references.values())
        in_python = self._depth is Depth.IN_PYTHON
        return CapturePickler(self._scene, self._rules, references, in_python=in_python)

    def _records(self) -> tuple[VariableRecord, ...]:
        namespace = self._scene.namespace
        names = [*self._layout.modules, *(name for name in self.sizes if name in namespace)]
        return tuple(
            VariableRecord(
                name=name,
                type_name=type_name(namespace[name]),
                size_bytes=self.sizes.get(name, 0),
            )
            for name in names
        )

    def _index(self) -> Mapping[str, Json]:
        namespace, process = self._scene.namespace, self._scene.process
        names = [name for name in self.sizes if name in namespace]
        digests = {name: code_digest(namespace[name]) for name in names}
        data = [i.label for i in self._layout.data if i.segment.startswith("data/")]
        return {
            "format": FORMAT,
            "python": list(sys.version_info[:2]),
            "process": None if process is None else dict(process.providers),
            "references": list(self._layout.references),
            "modules": dict(self._layout.modules),
            "code": [item.label for item in self._layout.code],
            "digests": {name: digest for name, digest in digests.items() if digest},
            "streams": [item.segment for item in self._layout.data if item.label != EXTRA],
            "globals": {
                f"global/{one.module_name}/{one.name}": [one.module_name, one.name, one.kind]
                for one in self._layout.globals
            },
            "buffers": [segment.name for segment in self._segments if segment.is_buffer],
            "files": sorted(p for p, s in self._scene.files.items() if not s.closed),
            "closed_files": sorted(
                p for p, s in self._scene.files.items() if s.closed and s.writes
            ),
            "set_orders": orders_of({name: namespace[name] for name in data}),
        }
