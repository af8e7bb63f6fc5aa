"""Widgets on their way to a front end, and out of it again.

Responsible for what is displayed under an id, for the text where there are no widgets, and for
leaving none behind that is no longer needed. Refuses to know what a widget shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

VIEW_TYPE = "application/vnd.jupyter.widget-view+json"


def plain_text(name: str) -> str:
    """Return what text-only front ends show, during a run and after it: always the same."""
    return f"ckpt_magic: {name}"


def widget_bundle(text: str, widget: Any) -> dict[str, Any]:
    """Return what displays a widget, with `text` for front ends that have no widgets."""
    view = {"version_major": 2, "version_minor": 0, "model_id": str(widget.model_id)}
    return {"text/plain": text, VIEW_TYPE: view}


def show_bundle(bundle: dict[str, Any], display_id: str, *, update: bool = False) -> None:
    """Display something under an id, or replace what was displayed under it."""
    from IPython.display import display, update_display  # noqa: PLC0415 (only where it is shown)

    show: Any = update_display if update else display
    show(bundle, raw=True, display_id=display_id)


def close_all(widget: Any) -> None:
    """Close a widget and all inside it, with their layouts and styles, here and in the page."""
    for part in tuple(_parts(widget)):
        part.close()


def _parts(widget: Any) -> Iterator[Any]:
    for child in getattr(widget, "children", ()):
        yield from _parts(child)
    yield widget
    yield from (part for part in (widget.layout, getattr(widget, "style", None)) if part)
