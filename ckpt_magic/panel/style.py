"""The style sheet of what is drawn.

Responsible for handing out ``panel.css``. Refuses to know what is in it.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def style_html() -> str:
    """Return the style sheet as an HTML element; one for each thing that is displayed."""
    text = files(__package__).joinpath("panel.css").read_text(encoding="utf-8")
    return f"<style>{text}</style>"
