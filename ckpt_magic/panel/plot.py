"""The small picture of how long iterations took, as SVG.

Responsible for one line and its ticks. Refuses to name a colour that the theme does not give.
"""

from __future__ import annotations

from functools import lru_cache

from ckpt_magic.panel.figures import format_time
from ckpt_magic.panel.history import History, Sample

WIDTH, HEIGHT = 200, 36
_TOP, _BOTTOM = 3.0, 29.0
_SPREAD = 8.0
"""A sample so many times longer than the median is drawn at the edge: the rest stays visible."""


def iteration_plot(history: History) -> str:
    """Return an SVG of the time an iteration took, with ticks where checkpoints were written.

    The sample that still grows is left out. ``""`` while there is nothing to compare: fewer than
    three others.
    """
    return _drawn(history.samples[:-1], history.saves_s)


@lru_cache(maxsize=2)  # drawn again only when a sample is whole, not with every picture
def _drawn(samples: tuple[Sample, ...], saves_s: tuple[float, ...]) -> str:
    if len(samples) < 3:
        return ""
    longest_s = _limit_s(samples)
    start_s, end_s = samples[0].end_s, samples[-1].end_s
    points = [(_x(one.end_s, start_s, end_s), _y(one.iteration_s, longest_s)) for one in samples]
    ticks = "".join(_tick(_x(at_s, start_s, end_s)) for at_s in saves_s if start_s <= at_s <= end_s)
    return (
        f'<svg class="ckpt-magic-plot" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none" '
        f'role="img" aria-label="{_spoken(samples, saves_s)}">'
        f"{_area(points)}{_line(points)}{ticks}</svg>"
    )


def iteration_range(history: History) -> str:
    """Return the shortest and longest of the times drawn, in words; ``""`` without a plot."""
    return _range(history.samples[:-1])


def _range(samples: tuple[Sample, ...]) -> str:
    if len(samples) < 3:
        return ""
    times_s = [sample.iteration_s for sample in samples]
    low, high = format_time(min(times_s)), format_time(max(times_s))
    return low if low == high else f"{low} – {high}"


def _spoken(samples: tuple[Sample, ...], saves_s: tuple[float, ...]) -> str:
    count = len(saves_s)
    saves = "1 checkpoint" if count == 1 else f"{count} checkpoints"
    return f"Time per iteration: {_range(samples)}; {saves} marked"


def _limit_s(samples: tuple[Sample, ...]) -> float:
    times_s = sorted(sample.iteration_s for sample in samples)
    return max(1e-12, min(times_s[-1], _SPREAD * times_s[len(times_s) // 2] or times_s[-1]))


def _x(at_s: float, start_s: float, end_s: float) -> float:
    return WIDTH * (at_s - start_s) / (end_s - start_s) if end_s > start_s else 0.0


def _y(iteration_s: float, longest_s: float) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * min(1.0, iteration_s / longest_s)


def _path(points: list[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _line(points: list[tuple[float, float]]) -> str:
    return f'<polyline class="ckpt-magic-line" points="{_path(points)}"/>'


def _area(points: list[tuple[float, float]]) -> str:
    corners = [(points[0][0], _BOTTOM), *points, (points[-1][0], _BOTTOM)]
    return f'<polygon class="ckpt-magic-area" points="{_path(corners)}"/>'


def _tick(x: float) -> str:
    return f'<path class="ckpt-magic-tick" d="M{x:.1f} {_BOTTOM + 1:.0f}V{HEIGHT}"/>'
