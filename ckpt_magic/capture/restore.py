"""Puts a snapshot back into a namespace, all or nothing.

Responsible for the order (process, imports, code, data, one swap) and for putting everything
back when a step fails. Refuses to verify bytes and to decide whose value wins.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ckpt_magic.capture import outside
from ckpt_magic.capture.attempt import FORMAT
from ckpt_magic.capture.comparing import differs
from ckpt_magic.capture.digest import code_digest
from ckpt_magic.capture.interrupts import InterruptGate
from ckpt_magic.capture.loading import LoadContext
from ckpt_magic.capture.references import all_references
from ckpt_magic.capture.scene import Path
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
    whose live value was another one; ``notes`` are lines for the person.
    """

    extra: object
    names: tuple[str, ...]
    replaced: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default_factory=tuple)


def restore(
    index: Mapping[str, Json],
    read: Read,
    namespace: dict[str, Any],
    references: Mapping[str, object],
    rules: RestoreRules = RestoreRules(),
) -> Restored:
    """Put a snapshot back into `namespace`: entirely, or not at all.

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
    with InterruptGate() as gate:
        load = _Load(index, read, namespace, references, rules)
        try:
            return load.run(gate)
        except BaseException:
            gate.close()
            load.put_back()
            raise


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


class _Load:
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
        self._read = read
        self._namespace = namespace
        self._rules = rules
        self._before = dict(namespace)
        self._undo: list[Callable[[], None]] = []
        self._context = LoadContext(
            namespace,
            references=all_references(namespace, references),
            live_code=self._live_code(),
        )
        self._at = "the snapshot"

    def run(self, gate: InterruptGate) -> Restored:
        """Do all steps."""
        try:
            self._load_process()
            modules = self._import_modules()
            self._load_code()
            values, extra = self._load_data()
        except (CheckpointError, RecursionError):
            raise
        except Exception as error:
            raise RestoreError(
                f"{self._at} cannot be loaded: {type(error).__name__}: {error}",
                safe="nothing was changed",
            ) from error
        new = {**modules, **self._new_code(), **values}
        new = {name: value for name, value in new.items() if not self._stays_live(name)}
        replaced = tuple(name for name in values if name in new and self._is_other(name, new[name]))
        gate.close()
        self._commit(new)
        return Restored(extra=extra, names=tuple(new), replaced=replaced)

    def put_back(self) -> None:
        """Make the namespace and live objects as they were."""
        for undo in reversed(self._undo):
            undo()
        for name in set(self._namespace) - set(self._before):
            del self._namespace[name]
        for name, value in self._before.items():
            if name not in self._namespace or self._namespace[name] is not value:
                self._namespace[name] = value

    def _commit(self, new: Mapping[str, Any]) -> None:
        for change in self._context.on_commit:
            self._undo.append(change())
        self._namespace.update(new)
        for name in self._rules.delete:
            self._namespace.pop(name, None)

    def _load_process(self) -> None:
        providers = self._index["process"]
        if providers is not None:
            self._at = "the state of the process"
            self._undo.append(outside.load_process(outside.ProcessState(providers=providers)))

    def _live_code(self) -> dict[str, Any]:
        digests = self._index["digests"]
        return {
            name: self._before[name]
            for name in self._index["code"]
            if name in self._before
            and (name in self._rules.keep_live or code_digest(self._before[name]) == digests[name])
        }

    def _stays_live(self, name: str) -> bool:
        return name in self._rules.keep_live and name in self._before

    def _is_other(self, name: str, value: Any) -> bool:
        return name in self._before and differs(self._before[name], value)

    def _import_modules(self) -> dict[str, Any]:
        found = {}
        for name, module_name in self._index["modules"].items():
            self._at = f"{name} (module {module_name})"
            found[name] = self._before.get(name)
            if getattr(found[name], "__name__", None) != module_name:
                found[name] = importlib.import_module(module_name)
        return found

    def _load_code(self) -> None:
        unpickler = RestoreUnpickler(self._context, self._index["references"])
        for name in self._index["code"]:
            self._at = name
            unpickler.read(self._read(f"code/{name}"))
        self._namespace.update(self._new_code())

    def _new_code(self) -> dict[str, Any]:
        live = self._context.live_code
        return {n: value for n, value in self._context.code_names.items() if n not in live}

    def _load_data(self) -> tuple[dict[str, Any], object]:
        unpickler = RestoreUnpickler(
            self._context, self._index["references"], map(self._read, self._index["buffers"])
        )
        values: dict[str, Any] = {}
        for segment in self._index["streams"]:
            kind, _, self._at = segment.partition("/")
            value = unpickler.read(self._read(segment))
            if kind == "data":
                values[self._at] = value
            else:
                self._take_state(self._at, value)
        self._at = "what the running code holds"
        return values, unpickler.read(self._read("extra"))

    def _take_state(self, name: str, states: list[tuple[Path, dict[str, Any]]]) -> None:
        """Give code its state: new code at once, live code when everything else is loaded."""
        if name in self._rules.keep_live and name in self._before:
            return
        for path, state in states:
            part = self._context.code(*path)
            change = _state_change(part, state)
            if name in self._context.live_code:
                self._context.on_commit.append(change)
            else:
                change()


def _state_change(part: Any, state: Mapping[str, Any]) -> Callable[[], Callable[[], None]]:
    """Return what sets attributes of a function or class and returns the way back."""

    def change() -> Callable[[], None]:
        before = {name: _attribute(part, name) for name in state}
        _set_attributes(part, state)
        return lambda: _set_attributes(part, before)

    return change


_MISSING = object()


def _attribute(part: Any, name: str) -> Any:
    if isinstance(part, type):
        return vars(part).get(name, _MISSING)
    return dict(part.__dict__) if name == "__dict__" else getattr(part, name, _MISSING)


def _set_attributes(part: Any, state: Mapping[str, Any]) -> None:
    for name, value in state.items():
        if isinstance(part, type):
            _set_class_attribute(part, name, value)
        elif name == "__dict__":
            part.__dict__.clear()
            part.__dict__.update(value)
        else:
            setattr(part, name, value)


def _set_class_attribute(cls: type, name: str, value: Any) -> None:
    if value is not _MISSING:
        type.__setattr__(cls, name, value)
    elif name in vars(cls):
        type.__delattr__(cls, name)


def unpack(data: bytes) -> object:
    """Return the value that `pack` made bytes of.

    Raises
    ------
    RestoreError
        When it cannot be loaded here.
    """
    namespace = vars(sys.modules["__main__"])
    end = 4 + int.from_bytes(data[:4], "little")
    context = LoadContext(namespace, references=all_references(namespace, {}))
    try:
        return RestoreUnpickler(context, json.loads(data[4:end])).read(data[end:])
    except Exception as error:
        raise RestoreError(
            f"the saved value cannot be loaded: {type(error).__name__}: {error}",
            safe="nothing was changed",
        ) from error
