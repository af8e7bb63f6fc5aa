"""What stays in the notebook of a run that is over.

Responsible for a few facts as HTML. Refuses to use anything that
a viewer without our style sheet would drop: saved notebooks are read in many places.
"""

from __future__ import annotations

from html import escape

from ckpt_magic.core.model import Status
from ckpt_magic.core.units import format_size
from ckpt_magic.panel.figures import (
    format_count,
    format_progress,
    format_rate,
    format_share,
    format_time,
)
from ckpt_magic.panel.run_html import details_html, details_summary
from ckpt_magic.panel.run_view import RunView

_FAINT = "opacity: 0.75"
_WORDS = {
    Status.COMPLETED: "✓ completed",
    Status.FAILED: "✗ failed",
    Status.INTERRUPTED: "■ interrupted",
    Status.RUNNING: "■ interrupted",
    Status.DISCARDED: "discarded",
}


def summary_html(view: RunView) -> str:
    """Return the end of a run as HTML that needs no style sheet and no script."""
    operation = view.operation
    if operation is None:
        return ""
    status = "■ stopped" if view.stopped else _WORDS[operation.status]
    lines = [" · ".join(escape(part) for part in _facts(view))]
    if operation.message and not view.stopped:
        lines.append(escape(operation.message))
    lines.append(_way_on(view))
    rest = "".join(f'<div style="{_FAINT}">{line}</div>' for line in lines if line)
    return (
        f'<div class="ckpt-magic-summary"><div><b>{escape(operation.name)}</b> {status}</div>'
        f"{rest}{_details(view)}</div>"
    )


def _facts(view: RunView) -> list[str]:
    now = view.at
    facts = [f"{format_time(view.active_s(now))}"]
    if view.counts:
        facts.insert(0, format_progress(view.progress))
    if view.resumed_at:
        facts.append(f"went on at {format_count(view.resumed_at)}")
    if view.rate_per_s(now) is not None:
        facts.append(format_rate(_mean_rate_per_s(view)))
    facts.append(_saves(view))
    if view.saved:
        facts.append(f"overhead {format_share(view.overhead(now))}")
    return [fact for fact in facts if fact]


def _mean_rate_per_s(view: RunView) -> float | None:
    spent_s = sum(sample.spent_s for sample in view.history.samples)
    count = sum(sample.count for sample in view.history.samples)
    return count / spent_s if spent_s else None


def _saves(view: RunView) -> str:
    if view.last_save is None:
        return "no checkpoint"
    size = format_size(view.last_save.size_bytes)
    if not view.saved:
        return f"no new checkpoint, the last of {size}"
    count = "1 checkpoint" if view.saved == 1 else f"{format_count(view.saved)} checkpoints"
    return f"{count}, the last of {size}"


def _way_on(view: RunView) -> str:
    operation = view.operation
    if operation is None:
        return ""
    if operation.status is Status.COMPLETED:
        command = f"%ckpt restore {escape(operation.id)}"
        return f"<code>{command}</code> brings the result back" if view.last_save else ""
    return "Run the cell again to go on." if view.last_save else ""


def _details(view: RunView) -> str:
    listed = details_html(view)
    if not listed:
        return ""
    return f"<details><summary>{escape(details_summary(view))}</summary>{listed}</details>"
