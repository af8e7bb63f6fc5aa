"""What a person is told of an operation that can go on, or whose result can be had again.

Responsible for the facts of a card and its HTML, from the plain data of an operation. Refuses to
look anything up; whatever comes from a store is escaped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

from ckpt_magic.core.model import Json, Progress, Status
from ckpt_magic.core.units import format_size
from ckpt_magic.panel.figures import THIN, format_count, format_progress, format_time
from ckpt_magic.resume.telling import THIS_CELL

CRASH_LOOP = 2
"""So many deaths at one point are no accident."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """One operation that does not run.

    Attributes
    ----------
    died
        Whether its process went without recording an end.
    progress
        How far it is at its newest checkpoint; ``reached`` how far the process had got, if known.
    checkpoint_at, size_bytes, line
        When and where the newest checkpoint was written and its size; ``None`` without one.
    needed
        What could not be saved although code still to run reads it: (name, what makes it).
    told
        What the person should hear before going on.
    deaths
        How often in a row its process died without getting past this point.
    """

    id: str
    name: str
    status: Status
    message: str = ""
    died: bool = False
    progress: Progress = field(default_factory=Progress)
    reached: int | None = None
    checkpoint_at: float | None = None
    size_bytes: int | None = None
    line: int = 0
    needed: tuple[tuple[str, str], ...] = ()
    told: tuple[str, ...] = ()
    deaths: int = 0

    @classmethod
    def of(cls, data: Mapping[str, Json]) -> CardView:
        """Take the facts from what `panel.plain.operation_data` returned."""
        checkpoint, reached = data["checkpoint"] or {}, data["reached"] or {}
        return cls(
            id=data["id"],
            name=data["name"],
            status=Status(data["status"]),
            message=data["message"],
            died=data["died"],
            progress=Progress(processed=data["processed"], total=data["total"]),
            reached=reached.get("processed"),
            checkpoint_at=checkpoint.get("created_at"),
            size_bytes=checkpoint.get("size_bytes"),
            line=checkpoint.get("line", 0),
            needed=tuple((one["name"], one["made_by"]) for one in data["needed"]),
            told=tuple(data["told"]),
            deaths=data["deaths"],
        )

    @property
    def completed(self) -> bool:
        """Whether it is over and only its result can be had again."""
        return self.status is Status.COMPLETED


def card_html(card: CardView, now: float) -> str:
    """Return a card without its buttons; `now` is in seconds since the epoch."""
    lines = [f"<div><b>{escape(card.name)}</b> {escape(_what_happened(card))}</div>"]
    lines += [f'<div class="ckpt-magic-fact">{line}</div>' for line in _facts(card, now)]
    if card.deaths >= CRASH_LOOP:
        lines.append(f'<div class="ckpt-magic-warning" role="alert">{_crash_loop(card)}</div>')
    lines += [f'<div class="ckpt-magic-message">{_missing(*one)}</div>' for one in card.needed]
    lines += [f'<div class="ckpt-magic-fact">{escape(text)}</div>' for text in card.told]
    return "".join(lines)


def answer_html(text: str) -> str:
    """Return what an intent answered, as it is."""
    return f'<div class="ckpt-magic-answer">{escape(text)}</div>' if text else ""


def _what_happened(card: CardView) -> str:
    if card.completed:
        return "completed before this kernel started"
    if card.died:
        return "was cut short: its kernel died"
    if card.status is Status.FAILED:
        return f"failed: {card.message}" if card.message else "failed"
    return f"was interrupted: {card.message}" if card.message else "was interrupted"


def _facts(card: CardView, now: float) -> list[str]:
    facts = []
    if card.checkpoint_at is not None:
        age = format_time(max(0.0, now - card.checkpoint_at))
        size = "" if card.size_bytes is None else format_size(card.size_bytes).replace(" ", THIN)
        where = f"line {card.line}" if card.line and not card.completed else ""
        done = "" if card.completed else format_progress(card.progress)
        parts = [part for part in (done, f"checkpoint of {age} ago", size, where) if part]
        facts.append(" · ".join(parts))
    lost = (card.reached or 0) - card.progress.processed
    if lost > 0 and card.reached is not None:
        reached, again = format_count(card.reached), format_count(lost)
        facts.append(f"It had got to {reached}: {again} will be done again.")
    return facts


def _crash_loop(card: CardView) -> str:
    return (
        f"Its kernel died {card.deaths} times in a row without getting past this point. Going on "
        "will most likely end the same way: look at the memory it needs first."
    )


def _missing(name: str, made_by: str) -> str:
    source = f" It is made by <code>{escape(made_by)}</code>." if made_by else ""
    if made_by == THIS_CELL:
        source = " Its own cell made it, which is not done again: do it in another cell first."
    return (
        f"<code>{escape(name)}</code> could not be saved, and code still to run reads it.{source}"
    )
