"""Readers and writers of the csv module.

Responsible for going on between two rows. Refuses to read ahead.
"""

from __future__ import annotations

import csv
import gc
import io
from collections.abc import Callable, Iterator
from types import BuiltinMethodType, MethodType
from typing import Any

from ckpt_magic.capture.refusal import Refusal
from ckpt_magic.capture.scene import Scene

_READER = type(csv.reader([]))
_WRITER = type(csv.writer(io.StringIO()))
_DIALECT = (
    "delimiter", "doublequote", "escapechar", "lineterminator", "quotechar", "quoting",
    "skipinitialspace", "strict",
)  # fmt: skip


class Lines:
    """The source of a reader that goes on: first the lines it has counted, empty."""

    def __init__(self, source: Iterator[str], counted: int) -> None:
        self._source = source
        self._counted = counted

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._counted:
            self._counted -= 1
            return "\n"
        return next(self._source)


def rule_for(_scene: Scene, kind: type) -> Callable[[Scene, Any], Any] | None:
    """Return the rule for a type of this family."""
    return {_READER: _reader, _WRITER: _writer}.get(kind)


def make_reader(source: Iterator[str], dialect: dict[str, Any], counted: int) -> Any:
    """Return a reader that has read `counted` lines."""
    reader = csv.reader(Lines(source, counted), **dialect)
    for _ in range(counted):
        next(reader)
    return reader


def make_writer(write: Any, dialect: dict[str, Any]) -> Any:
    """Return a writer that writes with a function."""
    return csv.writer(_Writes(write), **dialect)


class _Writes:
    """A file as a csv writer sees it."""

    def __init__(self, write: Any) -> None:
        self.write = write


def _reader(_scene: Scene, reader: Any) -> Any:
    referents = gc.get_referents(reader)
    sources = [obj for obj in referents if hasattr(type(obj), "__next__")]
    if len(sources) != 1:
        raise Refusal(reader, "what it reads from is not known")
    source, counted = sources[0], reader.line_num
    if isinstance(source, Lines):
        source = source._source
    return make_reader, (source, _dialect(reader), counted)


def _writer(_scene: Scene, writer: Any) -> Any:
    writes = [
        obj
        for obj in gc.get_referents(writer)
        if isinstance(obj, BuiltinMethodType | MethodType) and obj.__name__ == "write"
    ]
    if len(writes) != 1:
        raise Refusal(writer, "what it writes to is not known")
    return make_writer, (writes[0], _dialect(writer))


def _dialect(obj: Any) -> dict[str, Any]:
    found = {name: getattr(obj.dialect, name) for name in _DIALECT}
    for name in ("doublequote", "skipinitialspace", "strict"):
        found[name] = bool(found[name])
    return found
