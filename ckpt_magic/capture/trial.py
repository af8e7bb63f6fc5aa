"""Loads a snapshot once, to see that it can be loaded.

Responsible for naming the first item that fails. Refuses to touch anything that lives: the
result is thrown away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ckpt_magic.capture.attempt import Failure
from ckpt_magic.capture.loading import LoadContext
from ckpt_magic.capture.snapshot import Snapshot
from ckpt_magic.capture.streams import StreamLoader

_KEPT_NAMES = ("__name__", "__builtins__")


def first_that_fails(
    snapshot: Snapshot, namespace: dict[str, Any], references: Mapping[str, Any]
) -> Failure | None:
    """Return what of a snapshot cannot be loaded; ``None`` when all of it can."""
    throw_away = {name: namespace[name] for name in _KEPT_NAMES if name in namespace}
    given = {**references, "namespace": throw_away}
    context = LoadContext(throw_away, references=given, trial=True)
    segments = {segment.name: segment.data for segment in snapshot.segments}
    loader = StreamLoader(snapshot.index, segments.__getitem__, context)
    try:
        for _ in _steps(loader):
            pass
    except Exception as error:  # noqa: BLE001 (a person's classes may raise anything)
        return Failure(loader.label, f"cannot be loaded again: {type(error).__name__}: {error}")
    return None


def _steps(loader: StreamLoader) -> Iterator[Any]:
    yield from loader.code()
    yield from loader.data()
    yield loader.extra()
