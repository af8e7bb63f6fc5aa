"""Text for people: aligned columns, ages.

Responsible for how rows and times look in a terminal. Refuses to know what they mean.
"""

from __future__ import annotations

from collections.abc import Sequence

from ckpt_magic.core.units import format_duration

_GAP = "  "


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows under a header, every column as wide as its widest cell.

    Examples
    --------
    >>> print(table(["ID", "SIZE"], [["export-1", "4 kB"], ["b", "12 MB"]]))
    ID        SIZE
    export-1  4 kB
    b         12 MB
    """
    widths = [max(len(row[at]) for row in (header, *rows)) for at in range(len(header))]
    return "\n".join(_line(row, widths) for row in (header, *rows))


def pairs(rows: Sequence[tuple[str, str]]) -> str:
    """Return labels and values in two columns, leaving out empty values."""
    said = [row for row in rows if row[1]]
    width = max((len(label) for label, _ in said), default=0)
    return "\n".join(f"{label:<{width}}{_GAP}{value}" for label, value in said)


def age(at: float | None, now: float) -> str:
    """Return how long ago a time was, in words; a dash for none.

    Examples
    --------
    >>> age(100.0, now=190.0), age(None, now=190.0)
    ('1 min 30 s ago', '-')
    """
    return "-" if at is None else f"{format_duration(max(0.0, now - at))} ago"


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
    return _GAP.join(cells).rstrip()
