"""The view of a run as HTML.

Responsible for one text that holds all figures, and one for what rarely changes. Refuses to send
them anywhere. Whatever comes from the person's code or store is escaped.
"""

from __future__ import annotations

from html import escape

from ckpt_magic.core.control import Command
from ckpt_magic.core.units import format_size
from ckpt_magic.panel.bars import bars_html
from ckpt_magic.panel.figures import (
    THIN,
    format_count,
    format_progress,
    format_rate,
    format_share,
    format_time,
)
from ckpt_magic.panel.plot import iteration_plot, iteration_range
from ckpt_magic.panel.run_view import RunView, Save, State

LONG_S = 2.0
"""An iteration that lasts longer is worth a word of its own."""
_ASKED = {
    Command.CHECKPOINT: "will save at the next point",
    Command.PAUSE: "will pause at the next point",
    Command.CONTINUE: "goes on",
    Command.STOP: "will stop at the next point",
}


def view_html(view: RunView, now: float, asked: Command | None = None) -> str:
    """Return the panel at `now`; `asked` is what the person asked for and did not get yet."""
    return (
        f'<div class="ckpt-magic-run ckpt-magic-is-{view.state.value}">{_head(view, asked)}'
        f"{bars_html(view)}{_figures(view, now)}{_message(view)}</div>"
    )


def details_summary(view: RunView) -> str:
    """Return in a few words what `details_html` lists, as plain text."""
    noticed = len(_noticed(view))
    parts = [
        f"{len(view.unsaved)} not saved" if view.unsaved else "",
        f"{noticed} noticed" if noticed else "",
    ]
    return ", ".join(part for part in parts if part)


def details_html(view: RunView) -> str:
    """Return what is not saved and why, and what was noticed; ``""`` when there is nothing."""
    unsaved = [
        f"<code>{escape(one.name)}</code> <i>{escape(one.type_name)}</i>: {escape(one.reason)}"
        + (f", made by <code>{escape(one.made_by)}</code>" if one.made_by else "")
        + ("; <b>code still to run reads it</b>" if one.name in view.needed else "")
        for one in view.unsaved
    ]
    noticed = [escape(text) for text in _noticed(view)]
    return _list("Not saved", unsaved) + _list("Noticed", noticed)


def _noticed(view: RunView) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*view.told, *(notice.text for notice in view.notices))))


def _list(title: str, items: list[str]) -> str:
    lines = "".join(f"<li>{item}</li>" for item in items)
    return f"<b>{title}</b><ul>{lines}</ul>" if items else ""


def _head(view: RunView, asked: Command | None) -> str:
    hint = f'<span class="ckpt-magic-asked">{_ASKED[asked]}</span>' if asked is not None else ""
    return (
        f'<div class="ckpt-magic-head"><span class="ckpt-magic-state">{view.state.value}</span>'
        f'<span class="ckpt-magic-name">{escape(view.name)}</span>{hint}</div>'
    )


def _figures(view: RunView, now: float) -> str:
    figures = [_progress(view), _rate(view, now), _elapsed(view, now), _left(view, now)]
    figures += [_iteration(view, now), _checkpoint(view, now), _overhead(view, now)]
    figures.append(_unsaved(view))
    shown = "".join(_figure(*one) for one in figures if one)
    return f'<div class="ckpt-magic-figures">{shown}{_plot(view)}</div>'


def _figure(label: str, value: str, small: str = "") -> str:
    more = f"<small>{small}</small>" if small else ""
    return f"<div><span>{label}</span><b>{value}</b>{more}</div>"


_Figure = tuple[str, str] | tuple[str, str, str] | None


def _progress(view: RunView) -> _Figure:
    if not view.counts:
        return None
    before = view.resumed_at
    small = f"went on at {format_count(before)}" if before else ""
    return ("done", format_progress(view.progress).removesuffix(" done"), small)


def _rate(view: RunView, now: float) -> _Figure:
    return ("rate", format_rate(view.rate_per_s(now))) if view.counts else None


def _elapsed(view: RunView, now: float) -> _Figure:
    paused_s = view.elapsed_s(now) - view.active_s(now)
    small = f"paused for {format_time(paused_s)}" if paused_s >= 1 else ""
    return ("elapsed", format_time(view.elapsed_s(now)), small)


def _left(view: RunView, now: float) -> _Figure:
    eta_s = view.eta_s(now)
    if view.progress.total is None or view.state is State.ENDED:
        return None
    return ("left", "–" if eta_s is None else f"~{THIN}{format_time(eta_s)}")


def _iteration(view: RunView, now: float) -> _Figure:
    running = view.state in (State.RUNNING, State.STOPPING) and view.counts
    lasts_s = view.iteration_s(now)
    return ("this iteration", format_time(lasts_s)) if running and lasts_s > LONG_S else None


def _checkpoint(view: RunView, now: float) -> _Figure:
    save, age_s = view.last_save, view.save_age_s(now)
    if save is None or age_s is None:
        return ("checkpoint", "none yet")
    return ("checkpoint", f"{format_time(age_s)} ago", _cost(save, view.saved))


def _cost(save: Save, saved: int) -> str:
    size = format_size(save.size_bytes).replace(" ", THIN)
    stall = "" if save.stall_s is None else f", took {format_time(save.stall_s)}"
    count = f" · {format_count(saved)} saved" if saved > 1 else ""
    return f"{size}{stall}{count}"


def _overhead(view: RunView, now: float) -> _Figure:
    return ("overhead", format_share(view.overhead(now))) if view.saved else None


def _unsaved(view: RunView) -> _Figure:
    count = len(view.unsaved)
    names = "1 name" if count == 1 else f"{format_count(count)} names"
    return ("not saved", names) if count else None


def _plot(view: RunView) -> str:
    plot = iteration_plot(view.history)
    if not plot:
        return ""
    times = iteration_range(view.history)
    return f'<div class="ckpt-magic-wide"><span>iteration time <i>{times}</i></span>{plot}</div>'


def _message(view: RunView) -> str:
    if not view.message:
        return ""
    return f'<div class="ckpt-magic-message">No checkpoint here: {escape(view.message)}</div>'
