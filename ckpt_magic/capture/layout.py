"""What a snapshot is made of, item by item, before anything is written.

Responsible for sorting names into modules, code, state of code, data and data of the person's
modules. Refuses to write.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from ckpt_magic.capture.code import code_parts, data_attributes, find_code
from ckpt_magic.capture.reducers.functions import data_function_state
from ckpt_magic.capture.scene import Path, Scene
from ckpt_magic.capture.shared_globals import ModuleGlobal, find_globals

EXTRA = "\0extra"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One value to write into a segment; ``label`` is what failing it is told about."""

    segment: str
    label: str
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """All items in the order to write them, and the references the streams count on."""

    modules: Mapping[str, str]
    code: tuple[Item, ...]
    data: tuple[Item, ...]
    globals: tuple[ModuleGlobal, ...]
    references: Mapping[str, Any]


def lay_out(
    scene: Scene,
    names: Sequence[str],
    extra: object,
    references: Mapping[str, Any],
    without: frozenset[str],
) -> Layout:
    """Return the layout for `names`; also tells the scene what is code.

    Parameters
    ----------
    without
        Labels of items that are left out.
    """
    namespace = scene.namespace
    modules = _modules(namespace, names)
    code = find_code(scene, [name for name in names if name not in modules])
    scene.code_paths = code.paths
    shared = [one for one in find_globals(iter(namespace.values())) if one.label not in without]
    data_names = [name for name in names if name not in modules and name not in code.names]
    held = {one.key: one.value for one in shared if one.kind is not None}
    held |= _held_by_modules(scene, data_names)
    return Layout(
        modules=modules,
        code=tuple(
            Item(segment=f"code/{name}", label=name, value=namespace[name]) for name in code.names
        ),
        data=(*_states(scene, code.names), *_data(namespace, data_names, shared, extra)),
        globals=tuple(shared),
        references=_without_repeats({**references, **held}),
    )


def _modules(namespace: Mapping[str, Any], names: Sequence[str]) -> dict[str, str]:
    return {
        name: namespace[name].__name__
        for name in names
        if isinstance(namespace[name], ModuleType)
        and sys.modules.get(namespace[name].__name__) is namespace[name]
    }


def _held_by_modules(scene: Scene, names: Sequence[str]) -> dict[str, Any]:
    """Return plain containers among the variables that an installed module holds."""
    found = {}
    for name in names:
        value = scene.namespace[name]
        place = scene.modules.find(value) if type(value) in (dict, list, set) else None
        if place is not None:
            found["held {} {}".format(*place)] = value
    return found


def _states(scene: Scene, code_names: Sequence[str]) -> Iterator[Item]:
    for name in code_names:
        state: list[tuple[Path, dict[str, Any]]] = []
        for part, path in code_parts(scene, name):
            own = isinstance(part, type)
            found = data_attributes(scene, part) if own else data_function_state(part)
            if found:
                state.append((path, found))
        if state:
            yield Item(segment=f"state/{name}", label=name, value=state)


def _data(
    namespace: Mapping[str, Any],
    names: Sequence[str],
    shared: Sequence[ModuleGlobal],
    extra: object,
) -> Iterator[Item]:
    for name in names:
        yield Item(segment=f"data/{name}", label=name, value=namespace[name])
    for one in shared:
        segment = f"global/{one.module_name}/{one.name}"
        yield Item(segment=segment, label=one.label, value=one.content)
    yield Item(segment="extra", label=EXTRA, value=extra)


def _without_repeats(references: Mapping[str, Any]) -> dict[str, Any]:
    """Return the references with the first key only of every object: places must not repeat."""
    found: dict[int, tuple[str, Any]] = {}
    for key, obj in references.items():
        if obj is not None:
            found.setdefault(id(obj), (key, obj))
    return dict(found.values())
