"""Widgets that are no longer needed.

Responsible for leaving none behind, neither here nor in the front end.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def close_all(widget: Any) -> None:
    """Close a widget and all inside it, with their layouts and styles."""
    for part in tuple(_parts(widget)):
        part.close()


def _parts(widget: Any) -> Iterator[Any]:
    for child in getattr(widget, "children", ()):
        yield from _parts(child)
    yield widget
    yield from (part for part in (widget.layout, getattr(widget, "style", None)) if part)
