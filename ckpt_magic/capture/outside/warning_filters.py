"""Which warnings are shown.

Responsible for the list of filters. Refuses filters for a class of the notebook: it does not
exist yet when process state comes back.
"""

from __future__ import annotations

import importlib
import re
import sys
import warnings
from collections.abc import Callable, Sequence
from typing import Any

from ckpt_magic.capture.outside.baseline import Baseline
from ckpt_magic.core.model import Json


def save(_baseline: Baseline) -> list[Json]:
    """Return the filters whose category an import finds, first to last."""
    return [_plain(entry) for entry in warnings.filters if _is_importable(entry[2])]


def load(state: Sequence[Json]) -> Callable[[], None]:
    """Bring them back; returns what undoes it."""
    before = list(warnings.filters)
    _become([_entry(plain) for plain in state])
    return lambda: _become(before)


def _plain(entry: Any) -> Json:
    action, message, category, module, line = entry
    name = [category.__module__, category.__qualname__]
    return [action, _pattern(message), name, _pattern(module), line]


def _entry(plain: Json) -> Any:
    action, message, (module_name, name), module, line = plain
    category = getattr(importlib.import_module(module_name), name)
    return (action, _compiled(message), category, _compiled(module), line)


def _pattern(text: Any) -> Json:
    return [text.pattern, text.flags] if isinstance(text, re.Pattern) else text


def _compiled(text: Json) -> Any:
    return re.compile(*text) if isinstance(text, list | tuple) else text


def _is_importable(category: Any) -> bool:
    if not isinstance(category, type):
        return False
    module = sys.modules.get(category.__module__)
    main = category.__module__ == "__main__"
    return not main and getattr(module, category.__qualname__, None) is category


def _become(filters: list[Any]) -> None:
    current: Any = warnings.filters
    if list(current) == filters:
        return  # a change makes Python forget which warnings it has shown
    current[:] = filters
    changed = getattr(warnings, "_filters_mutated", None)
    if changed is None:
        changed = vars(warnings)["_filters_mutated_lock_held"]  # its name from 3.14 on
    changed()
