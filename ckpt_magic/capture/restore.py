"""Puts a snapshot back into a namespace, all or nothing.

Responsible for the order (process, imports, code, data, one swap) and for putting everything
back when a step fails. Refuses to verify bytes and to decide whose value wins.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ckpt_magic.capture import outside
from ckpt_magic.capture.attempt import FORMAT
from ckpt_magic.capture.comparing import differs
from ckpt_magic.capture.digest import code_digest
from ckpt_magic.capture.interrupts import InterruptGate
from ckpt_magic.capture.layout import EXTRA
from ckpt_magic.capture.loading import LoadContext
from ckpt_magic.capture.pausing import collection_paused
from ckpt_magic.capture.references import all_references
from ckpt_magic.capture.sets import mend_orders, reordered
from ckpt_magic.capture.streams import StreamLoader
from ckpt_magic.capture.unpickler import RestoreUnpickler
from ckpt_magic.core.errors import CheckpointError, RestoreError
from ckpt_magic.core.model import Json

Read = Callable[[str], bytearray]


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreRules:
    """Whose value wins.

    ``keep_live`` are names whose live value stays (edited functions, values the person keeps);
    ``delete`` are names that the saved program had deleted.
    """

    keep_live: frozenset[str] = frozenset()
    delete: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What came back.

    ``names`` are the variables that have the saved value now, ``replaced`` those among them
    whose live value was another one. ``reordered`` are variables with a set that iterates in
    another order than it did, with the set's size.
    """

    extra: object
    names: tuple[str, ...]
    replaced: tuple[str, ...] = ()
    reordered: tuple[tuple[str, int], ...] = ()


def restore(
    index: Mapping[str, Json],
    read: Read,
    namespace: dict[str, Any],
    references: Mapping[str, object],
    rules: RestoreRules = RestoreRules(),
) -> Restored:
    """Put a snapshot back into `namespace`: entirely, or not at all.

    An interrupt is let through as long as nothing is lost by it; from the final swap on it
    waits until the namespace is whole.

    Parameters
    ----------
    index
        The snapshot's index.
    read
        Returns a segment's bytes by its name.

    Raises
    ------
    RestoreError
        Naming the variable and the reason; the namespace is as it was.
    """
    _check(index)
    gate = InterruptGate()
    step: _Restoring | None = None
    try:
        gate.install()
        step = _Restoring(index, read, namespace, references, rules)
        return step.run(gate)
    finally:
        try:
            gate.close()
        finally:
            _finish(step, gate)


def _finish(step: _Restoring | None, gate: InterruptGate) -> None:
    try:
        if step is not None and not step.done:
            step.put_back()
    finally:
        gate.remove()


def unpack(data: bytes) -> object:
    """Return the value that `pack` made bytes of.

    Raises
    ------
    RestoreError
        When it cannot be loaded here.
    """
    namespace = vars(sys.modules["__main__"])
    context = LoadContext(namespace, references=all_references(namespace, {}))
    try:
        return RestoreUnpickler(context, ["namespace"]).read(data)
    except Exception as error:
        raise RestoreError(
            f"the saved state cannot be loaded: {type(error).__name__}: {error}",
            safe="nothing was changed",
        ) from error


def _check(index: Mapping[str, Json]) -> None:
    if index.get("format") != FORMAT:
        raise RestoreError(f"the snapshot has format {index.get('format')}, understood is {FORMAT}")
    saved, here = tuple(index["python"]), sys.version_info[:2]
    if saved != here:
        text = ".".join(map(str, saved))
        raise RestoreError(
            f"the snapshot was taken by Python {text}, this is {here[0]}.{here[1]}",
            safe="nothing was changed",
            fix=f"resume in a kernel with Python {text}",
        )


class _Restoring:
    """One restore: its steps and the way back."""

    def __init__(
        self,
        index: Mapping[str, Json],
        read: Read,
        namespace: dict[str, Any],
        references: Mapping[str, object],
        rules: RestoreRules,
    ) -> None:
        self._index = index
        self._namespace = namespace
        self._rules = rules
        self._before = dict(namespace)
        self.done = False
        self._undo: list[Callable[[], None]] = []
        self._context = LoadContext(
            namespace,
            references=all_references(namespace, references),
            live_code=self._live_code(),
        )
        kept = frozenset(name for name in rules.keep_live if name in namespace)
        self._loader = StreamLoader(index, read, self._context, kept)

    def run(self, gate: InterruptGate) -> Restored:
        """Do all steps."""
        try:
            new, values, extra = self._load()
        except CheckpointError:
            raise
        except Exception as error:
            raise self._error(error) from error
        replaced = tuple(name for name in values if name in new and self._is_other(name, new[name]))
        mend_orders(self._index["set_orders"], new)
        moved = reordered(self._index["set_orders"], new)
        gate.close()
        self._commit(new)
        return Restored(extra=extra, names=tuple(new), replaced=replaced, reordered=moved)

    def put_back(self) -> None:
        """Make the namespace and live objects as they were."""
        while self._undo:
            self._undo.pop()()
        for name in set(self._namespace) - set(self._before):
            del self._namespace[name]
        for name, value in self._before.items():
            if name not in self._namespace or self._namespace[name] is not value:
                self._namespace[name] = value

    def _load(self) -> tuple[dict[str, Any], dict[str, Any], Any]:
        self._load_process()
        modules = self._import_modules()
        for _name in self._loader.code():
            pass
        code = self._new_code()
        self._namespace.update(code)
        with collection_paused():
            values = dict(self._loader.data())
            extra = self._loader.extra()
        new = {**modules, **code, **values}
        kept = self._rules.keep_live & self._before.keys()
        return {name: value for name, value in new.items() if name not in kept}, values, extra

    def _error(self, error: Exception) -> RestoreError:
        label = self._loader.label
        what = "what the running code held" if label == EXTRA else f"`{label}`"
        return RestoreError(
            f"{what} cannot be loaded: {type(error).__name__}: {error}",
            safe="nothing was changed",
        )

    def _commit(self, new: Mapping[str, Any]) -> None:
        for change in self._context.on_commit:
            self._undo.append(change())
        self._namespace.update(new)
        for name in self._rules.delete:
            self._namespace.pop(name, None)
        for finish in self._context.at_end:
            finish()
        self.done = True

    def _load_process(self) -> None:
        providers = self._index["process"]
        if providers is not None:
            self._undo.append(outside.load_process(outside.ProcessState(providers=providers)))

    def _live_code(self) -> dict[str, Any]:
        digests = self._index["digests"]
        return {
            name: self._before[name]
            for name in self._index["code"]
            if name in self._before
            and (name in self._rules.keep_live or code_digest(self._before[name]) == digests[name])
        }

    def _is_other(self, name: str, value: Any) -> bool:
        return name in self._before and differs(self._before[name], value)

    def _import_modules(self) -> dict[str, Any]:
        found = {}
        for name, module_name in self._index["modules"].items():
            self._loader.label = name
            live = self._before.get(name)
            same = getattr(live, "__name__", None) == module_name
            found[name] = live if same else importlib.import_module(module_name)
        for module_name, _name, _kind in self._index["globals"].values():
            self._loader.label = module_name
            importlib.import_module(module_name)
        return found

    def _new_code(self) -> dict[str, Any]:
        live = self._context.live_code
        return {n: value for n, value in self._context.code_names.items() if n not in live}
