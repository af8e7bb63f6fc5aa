"""What a picture of the page must have, whatever its pixels: nothing hidden, cut or unreadable.

Responsible for looking at boxes, names and colours of what is shown. Refuses to know what the
elements mean.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator

LEAST_CONTRAST = 3.0
"""Of text against what is behind it: what WCAG asks of large text and of controls."""

FINDINGS = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


def findings(shown: Locator) -> list[str]:
    """Return what is wrong with the look of an element: cut, outside, overlapping, unreadable."""
    found: list[str] = shown.evaluate(FINDINGS, LEAST_CONTRAST)
    return found
