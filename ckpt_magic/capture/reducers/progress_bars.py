"""tqdm's progress bars, found by the name of their type.

Responsible for a bar that goes on at its count with an honest rate. Refuses to import tqdm.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckpt_magic.capture import links
from ckpt_magic.capture.scene import Scene

_PARAMETERS = (
    "total", "leave", "ncols", "mininterval", "maxinterval", "miniters", "ascii", "unit",
    "unit_scale", "dynamic_ncols", "smoothing", "bar_format", "unit_divisor", "colour",
)  # fmt: skip


def rule_for(_scene: Scene, kind: type) -> Callable[[Scene, Any], Any] | None:
    """Return the rule for a type of this family."""
    bars = [base for base in kind.__mro__ if base.__module__.partition(".")[0] == "tqdm"]
    named = any(base.__name__ == "tqdm" for base in bars)
    return _bar if named and kind is bars[0] else None


def make_bar(kind: Any, parts: dict[str, Any]) -> Any:
    """Return a bar at its count; its clock starts now."""
    closed, options = parts.pop("closed"), parts.pop("options")
    bar = kind(parts.pop("iterable"), initial=parts.pop("count"), **options)
    bar.desc, bar.postfix = parts["desc"], parts["postfix"]
    if closed:
        bar.leave = False
        bar.close()
    return bar


def _bar(_scene: Scene, bar: Any) -> Any:
    started = hasattr(bar, "start_t")
    options = {name: getattr(bar, name) for name in _PARAMETERS if hasattr(bar, name)}
    parts = {
        "iterable": bar.iterable,
        "count": bar.n if hasattr(bar, "n") else 0,
        "options": {
            **options,
            "disable": bar.disable and not started,
            "file": _output(bar),
        },
        "closed": bar.disable and started,
        "desc": getattr(bar, "desc", None),
        "postfix": getattr(bar, "postfix", None),
    }
    return links.progress_bar, (type(bar), parts)


def _output(bar: Any) -> Any:
    file = getattr(bar, "fp", None)
    return getattr(file, "_wrapped", file)
