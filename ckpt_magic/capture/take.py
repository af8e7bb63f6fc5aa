"""Takes snapshots of one namespace, again and again.

Responsible for leaving out what cannot be saved without losing the rest, and for what it has
learnt between saves. Refuses to know where the bytes go.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import CodeType
from typing import Any

from ckpt_magic.capture.attempt import Attempt, Failure
from ckpt_magic.capture.deep import Depth, run_deep
from ckpt_magic.capture.layout import EXTRA, lay_out
from ckpt_magic.capture.module_index import ModuleIndex
from ckpt_magic.capture.muting import muted
from ckpt_magic.capture.ordering import Ordering
from ckpt_magic.capture.patches import patch_notices
from ckpt_magic.capture.pickler import CapturePickler
from ckpt_magic.capture.references import all_references
from ckpt_magic.capture.refusal import refusal_text, type_name
from ckpt_magic.capture.scene import Scene
from ckpt_magic.capture.snapshot import Snapshot
from ckpt_magic.capture.trial import first_that_fails
from ckpt_magic.core.errors import CaptureError
from ckpt_magic.core.model import SkippedVariable


@dataclass(frozen=True, slots=True)
class _Known:
    """An item that could not be saved, and the object it was then."""

    value_id: int
    reason: str
    type_name: str
    retry_at: int


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
        self._modules = ModuleIndex()
        self._ordering = Ordering()
        self._bad: dict[str, _Known] = {}
        self._nan_labels: set[str] = set()
        self._loadable: set[object] = set()
        self._depth = Depth.PLAIN
        self._taken = 0

    def take(self, names: Sequence[str], extra: object = None) -> Snapshot:
        """Return a snapshot of the variables called `names`, and of `extra` in the same graph.

        What cannot be saved, or could not be loaded, is left out and listed as skipped. A
        snapshot with a type or code not seen before is loaded once before it is returned.

        Raises
        ------
        CaptureError
            When `extra` cannot be saved: naming the object inside it that refused.
        """
        self._taken += 1
        present = [name for name in names if name in self._namespace]
        self._forget_changed(present)
        references = all_references(self._namespace, self._references)
        while True:
            attempt, snapshot = self._run(present, extra, references)
            if snapshot is None:
                self._learn_from(attempt)
            elif (failure := self._trial(attempt, snapshot, references)) is not None:
                self._remember(failure)
            else:
                self._ordering.learn(attempt.sizes)
                return snapshot

    def _run(
        self, present: Sequence[str], extra: object, references: Mapping[str, Any]
    ) -> tuple[Attempt, Snapshot | None]:
        scene = Scene(self._namespace, code_of=self._code_of, modules=self._modules)
        for notice in patch_notices(self._namespace, self._namespace.values()):
            scene.tell(notice.kind, notice.subject, notice.text)
        wanted = [name for name in present if name not in self._bad]
        ordered = self._ordering.sort(wanted, self._namespace)
        layout = lay_out(scene, ordered, extra, references, frozenset(self._bad))
        for label in self._bad:
            if label not in self._namespace:
                scene.tell("told", label, f"{label} is not saved: {self._bad[label].reason}")
        nans = frozenset(self._nan_labels)
        attempt = Attempt(scene, layout, nan_labels=nans, depth=self._depth)
        skipped = self._skipped(present)

        def write() -> Snapshot | None:
            with muted():
                return attempt.run(skipped)

        return attempt, run_deep(write) if self._depth else write()

    def _learn_from(self, attempt: Attempt) -> None:
        if attempt.trouble.too_deep:
            self._depth = self._depth.deeper()
        self._nan_labels |= attempt.trouble.nan_labels
        for failure in attempt.trouble.failures:
            self._remember(failure)

    def _trial(
        self, attempt: Attempt, snapshot: Snapshot, references: Mapping[str, Any]
    ) -> Failure | None:
        features = {*attempt.types, *snapshot.index["digests"].items()}
        if features <= self._loadable:
            return None
        with muted():
            failure = first_that_fails(snapshot, self._namespace, references)
        if failure is None:
            self._loadable |= features
        return failure

    def _remember(self, failure: Failure) -> None:
        if failure.label == EXTRA:
            raise CaptureError(
                f"what the running code holds cannot be saved: {failure.reason}",
                safe="the checkpoint before this one is intact",
            )
        value = self._namespace.get(failure.label)
        self._bad[failure.label] = _Known(
            id(value), failure.reason, type_name(value), self._taken * 2
        )

    def _forget_changed(self, names: Sequence[str]) -> None:
        """Try again what is another object now, and from time to time what is still the same."""
        for label, known in list(self._bad.items()):
            gone = label in self._namespace and label not in names
            changed = id(self._namespace.get(label)) != known.value_id
            if gone or changed or self._taken >= known.retry_at:
                del self._bad[label]

    def _skipped(self, names: Sequence[str]) -> tuple[SkippedVariable, ...]:
        return tuple(
            SkippedVariable(name=name, type_name=known.type_name, reason=known.reason)
            for name in names
            if (known := self._bad.get(name)) is not None
        )


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
    pickler = CapturePickler(scene, {}, (namespace,), in_band=True)
    pickler.keep_nans = True
    try:
        return pickler.write(value)[0]
    except Exception as error:
        raise CaptureError(
            f"the state cannot be saved: {refusal_text(value, pickler.last_seen, error, 'state')}",
            safe="what was saved before is intact",
        ) from error
