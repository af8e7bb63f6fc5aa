"""Namespaces to save and to restore into."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckpt_magic.capture.restore import Restored, RestoreRules, restore
from ckpt_magic.capture.snapshot import Snapshot
from ckpt_magic.capture.take import SnapshotTaker


def run(source: str, **values: Any) -> dict[str, Any]:
    """Return the namespace of a notebook that ran `source`."""
    namespace: dict[str, Any] = {"__name__": "__main__", "__builtins__": __builtins__, **values}
    exec(source, namespace)
    return namespace


def names_of(namespace: Mapping[str, Any]) -> list[str]:
    """Return the variables of a notebook."""
    return [name for name in namespace if not name.startswith("__")]


def snapshot_of(namespace: dict[str, Any], extra: object = None) -> Snapshot:
    """Return a snapshot of all variables."""
    return SnapshotTaker(namespace).take(names_of(namespace), extra)


def put_into(snapshot: Snapshot, namespace: dict[str, Any], **rules: Any) -> Restored:
    """Restore a snapshot from copies of its bytes."""
    segments = {segment.name: bytearray(segment.data) for segment in snapshot.segments}
    return restore(snapshot.index, segments.__getitem__, namespace, {}, RestoreRules(**rules))


def moved(source: str, into: dict[str, Any] | None = None, **rules: Any) -> dict[str, Any]:
    """Return the namespace into which what `source` made was restored."""
    target = run("") if into is None else into
    put_into(snapshot_of(run(source)), target, **rules)
    return target
