"""Durations and sizes as people write them, both ways.

Responsible for ``"30s"`` ⇄ 30.0 and ``"2 GiB"`` ⇄ 2147483648. Refuses to know which option
a text came from: the caller names it in its own error.
"""

from __future__ import annotations

import math
import re

_SECONDS = {"": 1.0, "ms": 0.001, "s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0, "d": 86400.0}
_BYTES = {
    "": 1, "b": 1, "k": 10**3, "kb": 10**3, "m": 10**6, "mb": 10**6, "g": 10**9, "gb": 10**9,
    "t": 10**12, "tb": 10**12, "kib": 2**10, "mib": 2**20, "gib": 2**30, "tib": 2**40,
}  # fmt: skip
_QUANTITY = re.compile(r"\s*(\d+(?:\.\d+)?|\.\d+)\s*([A-Za-z]*)\s*")


def parse_duration_s(text: str | float) -> float:
    """Return a duration in seconds from ``"30s"``, ``"1.5h"``, ``"1h30m"`` or a number of seconds.

    Raises
    ------
    ValueError
        When the text is not a positive duration.

    Examples
    --------
    >>> parse_duration_s("1h30m")
    5400.0
    """
    seconds = float(text) if isinstance(text, int | float) else _sum_of(text, _SECONDS)
    if not math.isfinite(seconds) or seconds <= 0:
        raise ValueError(f"{text!r}: expected a duration such as 30s, 5m or 1h30m")
    return seconds


def parse_size_bytes(text: str | int) -> int:
    """Return a size in bytes from ``"5GB"`` (powers of 1000), ``"2 GiB"`` (of 1024) or a number.

    Raises
    ------
    ValueError
        When the text is not a positive size.

    Examples
    --------
    >>> parse_size_bytes("2 GiB")
    2147483648
    """
    size = float(text) if isinstance(text, int) else _sum_of(text, _BYTES)
    if not math.isfinite(size) or size < 1:
        raise ValueError(f"{text!r}: expected a size such as 500MB or 2GiB")
    return int(size)


def _sum_of(text: str, units: dict[str, float] | dict[str, int]) -> float:
    """Add up ``number unit`` pairs; 0 when the text holds anything else."""
    total, end = 0.0, 0
    while end < len(text) and (match := _QUANTITY.match(text, end)):
        factor = units.get(match[2].lower())
        if factor is None:
            return 0.0
        total, end = total + float(match[1]) * factor, match.end()
    return total if end == len(text) else 0.0


def format_duration(seconds: float) -> str:
    """Return a duration in at most two units, as a person reads it.

    Examples
    --------
    >>> format_duration(5400), format_duration(0.25)
    ('1 h 30 min', '250 ms')
    """
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 60:
        return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
    minutes, hours, days = int(seconds // 60), int(seconds // 3600), int(seconds // 86400)
    if hours < 1:
        return f"{minutes} min {int(seconds) % 60} s"
    return f"{hours} h {minutes % 60} min" if days < 1 else f"{days} d {hours % 24} h"


def format_size(size_bytes: float) -> str:
    """Return a size in powers of 1000 with three significant digits.

    Examples
    --------
    >>> format_size(36_400_000)
    '36.4 MB'
    """
    size, unit = float(size_bytes), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if size < 999.5:
            break
        size, unit = size / 1000, larger
    return f"{size:.0f} {unit}" if unit == "B" or size >= 100 else f"{size:.3g} {unit}"
