"""Takes snapshots of one namespace, again and again.

Responsible for the order of variables, for leaving out what cannot be saved without losing the
rest, and for what it has learnt between saves. Refuses to know where the bytes go.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import CodeType
from typing import Any

from ckpt_magic.capture.attempt import EXTRA, Attempt, Failure
from ckpt_magic.capture.ordering import Ordering
from ckpt_magic.capture.pickler import CapturePickler
from ckpt_magic.capture.references import all_references, without_repeats
from ckpt_magic.capture.refusal import refusal_text, type_name
from ckpt_magic.capture.scene import Scene
from ckpt_magic.capture.snapshot import Snapshot
from ckpt_magic.core.errors import CaptureError
from ckpt_magic.core.model import SkippedVariable


@dataclass(frozen=True, slots=True)
class _Known:
    """A value that could not be saved."""

    value_id: int
    skipped: SkippedVariable


class SnapshotTaker:
    """Takes snapshots of a namespace; keeps their streams alike from one to the next.

    Parameters
    ----------
    namespace
        The live dictionary.
    references
        Objects that are stored by their key and given again at the restore.
    code_of
        Returns the code a person wrote for a code object that may stand in for it.
    """

    def __init__(
        self,
        namespace: dict[str, Any],
        references: Mapping[str, object] = {},
        *,
        code_of: Callable[[CodeType], CodeType] = lambda code: code,
    ) -> None:
        self._namespace = namespace
        self._references = dict(references)
        self._code_of = code_of
        self._ordering = Ordering()
        self._bad: dict[str, _Known] = {}

    def take(self, names: Sequence[str], extra: object = None) -> Snapshot:
        """Return a snapshot of the variables called `names`, and of `extra` in the same graph.

        Raises
        ------
        CaptureError
            When `extra` cannot be saved: naming the object inside it that refused.
        """
        present = [name for name in names if name in self._namespace]
        self._forget_changed(present)
        skipped = {name: self._bad[name].skipped for name in present if name in self._bad}
        while True:
            wanted = self._ordering.sort([n for n in present if n not in skipped], self._namespace)
            attempt = self._attempt(wanted, extra)
            snapshot = attempt.run(tuple(skipped.values()))
            if snapshot is not None:
                self._ordering.learn(attempt.sizes)
                return snapshot
            for failure in attempt.failures:
                skipped[failure.name] = self._remember(failure)

    def _attempt(self, names: Sequence[str], extra: object) -> Attempt:
        return Attempt(
            namespace=self._namespace,
            references=without_repeats(all_references(self._namespace, self._references)),
            names=names,
            extra=extra,
            code_of=self._code_of,
        )

    def _remember(self, failure: Failure) -> SkippedVariable:
        if failure.name == EXTRA:
            raise CaptureError(
                f"the running code holds {failure.reason}",
                safe="the checkpoint before this one is intact",
            )
        value = self._namespace[failure.name]
        skipped = SkippedVariable(
            name=failure.name, type_name=type_name(value), reason=failure.reason
        )
        self._bad[failure.name] = _Known(id(value), skipped)
        return skipped

    def _forget_changed(self, names: Sequence[str]) -> None:
        for name, known in list(self._bad.items()):
            if name not in names or id(self._namespace[name]) != known.value_id:
                del self._bad[name]


def pack(value: object) -> bytes:
    """Return one value as bytes; what an import finds is stored by its name.

    Raises
    ------
    CaptureError
        Naming the object inside the value that refused.

    Examples
    --------
    >>> from ckpt_magic.capture.restore import unpack
    >>> unpack(pack({"done": [1, 2]}))
    {'done': [1, 2]}
    """
    namespace = vars(sys.modules["__main__"])
    scene = Scene(namespace, by_reference=True)
    references = without_repeats(all_references(namespace, {}))
    pickler = CapturePickler(scene, {}, tuple(references.values()), in_band=True)
    try:
        stream = pickler.write(value)
    except Exception as error:
        raise CaptureError(
            f"the value cannot be saved: {refusal_text(value, pickler.last_seen, error)}",
            safe="what was saved before is intact",
        ) from error
    keys = json.dumps(list(references)).encode()
    return len(keys).to_bytes(4, "little") + keys + stream
