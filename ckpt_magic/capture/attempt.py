"""One pass over a namespace: either a whole snapshot, or the names that stood in its way.

Responsible for the layout of a snapshot: code, state of the code, variables, extra. Refuses to
try again: whoever asked leaves out what failed and makes a new attempt.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import CodeType, ModuleType
from typing import Any

from ckpt_magic.capture.code import code_parts, data_attributes, find_code
from ckpt_magic.capture.digest import code_digest
from ckpt_magic.capture.pickler import CapturePickler
from ckpt_magic.capture.reducers import Rule
from ckpt_magic.capture.reducers.functions import data_function_state
from ckpt_magic.capture.refusal import refusal_text, type_name
from ckpt_magic.capture.scene import Path, Scene
from ckpt_magic.capture.snapshot import Segment, Snapshot
from ckpt_magic.core.model import Json, SkippedVariable, VariableRecord

EXTRA = "\0extra"
FORMAT = 0


@dataclass(frozen=True, slots=True)
class Failure:
    """A name that cannot be saved, and why."""

    name: str
    reason: str


class Attempt:
    """Writes code and data once.

    Parameters
    ----------
    names
        Variables in the order to write them.
    """

    def __init__(
        self,
        *,
        namespace: dict[str, Any],
        references: Mapping[str, Any],
        names: Sequence[str],
        extra: object,
        code_of: Callable[[CodeType], CodeType],
    ) -> None:
        self._scene = Scene(namespace, code_of=code_of)
        self._references = references
        self._names = names
        self._extra = extra
        self._rules: dict[type, Rule | None] = {}
        self._segments: list[Segment] = []
        self._variables: list[VariableRecord] = []
        self.failures: list[Failure] = []
        self.sizes: dict[str, int] = {}

    def run(self, skipped: tuple[SkippedVariable, ...]) -> Snapshot | None:
        """Return the snapshot; ``None`` when `failures` says what must be left out."""
        modules = self._modules()
        code = find_code(self._scene, [name for name in self._names if name not in modules])
        self._scene.code_paths = code.paths
        self._write_code(code.names)
        if not self.failures:
            data = [n for n in self._names if n not in modules and n not in code.names]
            self._write_data(code.names, data)
        if self.failures:
            return None
        return Snapshot(
            segments=tuple(self._segments),
            variables=tuple(self._variables),
            skipped=skipped,
            notices=tuple(self._scene.notices.values()),
            index=self._index(modules, code.names),
        )

    def _modules(self) -> dict[str, str]:
        found = {name: self._scene.namespace[name] for name in self._names}
        return {
            name: value.__name__
            for name, value in found.items()
            if isinstance(value, ModuleType) and sys.modules.get(value.__name__) is value
        }

    def _write_code(self, names: Sequence[str]) -> None:
        self._scene.writing_code = True
        values = [(name, self._scene.namespace[name]) for name in names]
        streams = self._write_all(values)
        self._scene.writing_code = False
        for name, (stream, _buffers) in streams.items():
            self._segments.append(Segment(name=f"code/{name}", data=stream))
            self._record(name, len(stream))

    def _write_data(self, code_names: Sequence[str], names: Sequence[str]) -> None:
        states = [(name, self._state_of(name)) for name in code_names]
        values: list[tuple[str, Any]] = [(name, state) for name, state in states if state]
        values += [(name, self._scene.namespace[name]) for name in names]
        values.append((EXTRA, self._extra))
        data_names = set(names)
        for name, (stream, buffers) in self._write_all(values).items():
            kind = "data" if name in data_names else "state"
            segment = "extra" if name == EXTRA else f"{kind}/{name}"
            self._segments.append(Segment(name=segment, data=stream))
            for place, buffer in enumerate(buffers):
                label = f"buffer/{segment}/{place}"
                self._segments.append(Segment(name=label, data=buffer, is_buffer=True))
            size = len(stream) + sum(buffer.nbytes for buffer in buffers)
            if kind == "data":
                self._record(name, size)

    def _write_all(
        self, values: Sequence[tuple[str, Any]]
    ) -> dict[str, tuple[bytes, tuple[memoryview, ...]]]:
        """Write values with one memo; after a failure go on only to find more failures."""
        pickler = self._pickler()
        written: dict[str, tuple[bytes, tuple[memoryview, ...]]] = {}
        for name, value in values:
            try:
                stream = pickler.write(value)
            except Exception as error:  # noqa: BLE001 (anything may come out of a user's reducer)
                self.failures.append(Failure(name, refusal_text(value, pickler.last_seen, error)))
                pickler = self._pickler()
                continue
            written[name] = (stream, pickler.take_buffers())
        return written

    def _pickler(self) -> CapturePickler:
        return CapturePickler(self._scene, self._rules, tuple(self._references.values()))

    def _state_of(self, name: str) -> list[tuple[Path, dict[str, Any]]]:
        return [
            (path, state)
            for part, path in code_parts(self._scene, name)
            if (state := self._part_state(part))
        ]

    def _part_state(self, part: Any) -> dict[str, Any]:
        if isinstance(part, type):
            return data_attributes(self._scene, part)
        return data_function_state(part)

    def _record(self, name: str, size_bytes: int) -> None:
        kind = type_name(self._scene.namespace[name])
        self._variables.append(VariableRecord(name=name, type_name=kind, size_bytes=size_bytes))
        self.sizes[name] = size_bytes

    def _index(self, modules: Mapping[str, str], code_names: Sequence[str]) -> dict[str, Json]:
        namespace, process = self._scene.namespace, self._scene.process
        digests = {name: code_digest(namespace[name]) for name in self._names}
        return {
            "format": FORMAT,
            "python": list(sys.version_info[:2]),
            "process": None if process is None else dict(process.providers),
            "references": list(self._references),
            "modules": dict(modules),
            "code": list(code_names),
            "digests": {name: digest for name, digest in digests.items() if digest},
            "streams": list(self._names_of("state/", "data/")),
            "buffers": [segment.name for segment in self._segments if segment.is_buffer],
        }

    def _names_of(self, *prefixes: str) -> Iterator[str]:
        for segment in self._segments:
            if segment.name.startswith(prefixes):
                yield segment.name
