"""Progress bars as HTML: the outermost loop's, and one for each loop inside it.

Responsible for what a bar shows and says to a screen reader. Refuses to move by itself: it is
drawn anew with every text.
"""

from __future__ import annotations

from html import escape

from ckpt_magic.core.model import Progress
from ckpt_magic.panel.figures import format_progress
from ckpt_magic.panel.run_view import RunView


def bars_html(view: RunView) -> str:
    """Return the bars of all loops that the code is inside of."""
    label = view.loops[0].header if view.loops else view.name
    saved = view.last_save.processed if view.last_save else 0
    inner = "".join(
        f'<div class="ckpt-magic-inner"><code>{escape(loop.header)}</code>'
        f"<span>{format_progress(loop.progress)}</span>{_bar(loop.progress, loop.header)}</div>"
        for loop in view.loops[1:]
    )
    return _bar(view.progress, label, saved=saved) + inner


def _bar(progress: Progress, label: str, saved: int | None = None) -> str:
    """One bar; what no checkpoint holds yet (`saved`: what one does) is drawn lighter."""
    fraction = progress.fraction
    range_ = (
        ""
        if fraction is None
        else f' aria-valuemin="0" aria-valuemax="{progress.total}"'
        f' aria-valuenow="{progress.processed}"'
    )
    return (
        f'<div class="ckpt-magic-bar{" ckpt-magic-endless" if fraction is None else ""}"'
        f' role="progressbar" aria-label="{escape(label)}"{range_}'
        f' aria-valuetext="{format_progress(progress)}">{_fill(progress, saved)}</div>'
    )


def _fill(progress: Progress, saved: int | None) -> str:
    if progress.fraction is None or not progress.total:
        return ""
    done = 100 * progress.fraction
    if saved is None:
        return f'<div style="width:{done:.1f}%"></div>'
    kept = 100 * min(progress.processed, saved) / progress.total
    return (
        f'<div style="width:{kept:.1f}%"></div>'
        f'<div class="ckpt-magic-unsaved" style="width:{max(0.0, done - kept):.1f}%"></div>'
    )
