"""What the panel shows, as HTML."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ckpt_magic.core.control import Command
from ckpt_magic.core.events import (
    CheckpointSkipped,
    LoopProgress,
    NoticeGiven,
    OperationEnded,
    OperationResumed,
    OperationStarted,
    PauseChanged,
)
from ckpt_magic.core.model import Notice, Progress, SkippedVariable, Status
from ckpt_magic.panel.displaying import plain_text
from ckpt_magic.panel.figures import THIN
from ckpt_magic.panel.run_html import details_html, view_html
from ckpt_magic.panel.run_summary import summary_html
from ckpt_magic.panel.run_view import RunView
from ckpt_magic.panel.style import style_html
from tests.panel.story import WORK, checkpoint, ended, progress, saved, started, told

EVIL = "<script>alert('x')</script>\"&"
BATCH = LoopProgress(line=2, header="for b in batches:", progress=Progress(processed=3, total=4))


def _words(html: str) -> str:
    """The text between the tags, with blanks for thin ones."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace(THIN, " ")


def _run() -> RunView:
    view = told((1000.0, started()))
    for n in range(1, 13):
        view = told((1000.0 + n, progress(5 * n, inner=(BATCH,))), view=view)
    return told((1013.0, saved(1, 60)), (1014.0, progress(65, inner=(BATCH,))), view=view)


def test_all_that_is_asked_of_a_panel_is_there() -> None:
    """How far, how fast, how long, how much longer, and how safe."""
    words = _words(view_html(_run(), 1014.0))
    for text in (
        "running train",
        "65 of 100 · 65 %",
        "rate 4.6 it/s",
        "elapsed 14 s",
        "left ~ 7.6 s",
        "checkpoint 1.0 s ago 36.4 MB, took 500 ms",
        "overhead 3.6 %",
        "for b in batches: 3 of 4 · 75 %",
        "not saved 1 name",
        "iteration time",
    ):
        assert text in words
    assert "this iteration" not in words


def test_an_iteration_that_lasts_is_shown() -> None:
    """From two seconds on; not while the loop is paused."""
    assert "this iteration 5.0 s" in _words(view_html(_run(), 1019.0))
    paused = told((1014.0, PauseChanged(operation=WORK, paused=True)), view=_run())
    assert "this iteration" not in _words(view_html(paused, 1019.0))


def test_bars_say_how_far_they_are_to_who_does_not_see_them() -> None:
    """Each loop has a bar with its values, and the part that no checkpoint holds is lighter."""
    tree = ET.fromstring(view_html(_run(), 1014.0))
    bars = [one for one in tree.iter() if one.get("role") == "progressbar"]
    values = [(bar.get("aria-label"), bar.get("aria-valuenow"), bar.get("aria-valuemax"))
              for bar in bars]  # fmt: skip
    assert values == [("for i in items:", "65", "100"), ("for b in batches:", "3", "4")]
    assert [one.get("style") for one in bars[0]] == ["width:60.0%", "width:5.0%"]


def test_a_loop_without_an_end_has_a_bar_without_values() -> None:
    """And no time that is left."""
    html = view_html(told((1000.0, started()), (1001.0, progress(7, None))), 1002.0)
    assert "aria-valuenow" not in html
    assert "done 7" in _words(html)
    assert "left" not in _words(html)


def test_where_an_earlier_process_got_is_told() -> None:
    """A run that goes on says at what count it did."""
    view = told((1000.0, OperationResumed(operation=WORK, checkpoint=checkpoint(3, 40))))
    assert "went on at 40" in _words(view_html(view, 1001.0))


def test_what_was_asked_for_is_told_before_it_happens() -> None:
    """A click is seen to have arrived."""
    assert "will pause at the next point" in view_html(_run(), 1014.0, Command.PAUSE)


def test_why_there_is_no_checkpoint_is_told() -> None:
    """The reason of a skipped save stands in the panel."""
    view = told((1015.0, CheckpointSkipped(operation=WORK, reason="`f` & co")), view=_run())
    assert "No checkpoint here: `f` &amp; co" in view_html(view, 1016.0)


def test_what_is_not_saved_is_listed_with_its_reason() -> None:
    """Name, type, reason, maker, and whether it will be missed; then the notices."""
    notice = NoticeGiven(operation=WORK, notice=Notice(kind="f", subject="f", text="f.csv changed"))
    words = _words(details_html(told((1015.0, notice), view=_run())))
    assert "client Client : holds a socket, made by cell [3]" in words
    assert "code still to run reads it" in words
    assert "f.csv changed" in words


def _evil() -> RunView:
    skipped = SkippedVariable(name=EVIL, type_name=EVIL, reason=EVIL, made_by=EVIL)
    work = replace(WORK, name=EVIL, message=EVIL, id=EVIL, status=Status.FAILED)
    point = checkpoint(1, 1)
    point = replace(point, manifest=replace(point.manifest, skipped=(skipped,)))
    loop = LoopProgress(line=2, header=EVIL, progress=Progress(processed=1, total=2))
    return told(
        (1000.0, OperationStarted(operation=work, remarks=(EVIL,))),
        (1001.0, replace(progress(1), operation=work, loops=(loop, loop))),
        (1002.0, replace(saved(), checkpoint=point)),
        (1003.0, CheckpointSkipped(operation=work, reason=EVIL)),
        (1004.0, NoticeGiven(operation=work, notice=Notice(kind="k", subject="s", text=EVIL))),
        (1005.0, OperationEnded(operation=work)),
    )


def test_nothing_of_the_persons_becomes_markup() -> None:
    """Names, headers, reasons and messages are text, wherever they stand."""
    view = _evil()
    for html in (view_html(view, 1006.0), details_html(view), summary_html(view)):
        assert "<script" not in html
        assert "alert(" in html
        ET.fromstring(f"<div>{html}</div>")


@given(st.text(max_size=30), st.integers(0, 10**12), st.one_of(st.none(), st.integers(0, 10**12)))
def test_every_name_and_count_gives_well_formed_html(name: str, done: int, total: Any) -> None:
    """Whatever a store may hold that XML can."""
    name = re.sub(r"[^\x20-\ud7ff]", "?", name)
    view = told((1000.0, OperationStarted(operation=replace(WORK, name=name))))
    view = told((1001.0, replace(progress(done, total), operation=replace(WORK, name=name))),
                view=view)  # fmt: skip
    ET.fromstring(view_html(view, 1002.0))
    ET.fromstring(summary_html(view))


def test_every_colour_can_be_replaced_by_the_theme() -> None:
    """No rule names a colour but as the fallback of a variable."""
    for rule in re.findall(r"[;{]\s*([a-z-]+:[^;}]+)", style_html()):
        kind, value = rule.split(":", 1)
        if kind.strip() in ("color", "background", "fill", "stroke", "border-color"):
            assert "var(--" in value or value.strip() in ("none", "inherit")


def test_a_completed_run_says_where_its_result_is() -> None:
    """What stays needs no style sheet."""
    html = summary_html(told((1015.0, ended()), view=_run()))
    words = _words(html)
    assert "train ✓ completed" in words
    assert "65 of 100 · 65 % · 15 s · " in words
    assert "1 checkpoint, the last of 36.4 MB · overhead 3.3 %" in words
    assert "%ckpt restore train-1a2b" in words
    assert "client" in words
    assert "<style" not in html


def test_an_unfinished_run_says_how_to_go_on() -> None:
    """Failed, interrupted or stopped."""
    failed = _words(summary_html(told((1015.0, ended(Status.FAILED, "E: x")), view=_run())))
    assert "✗ failed" in failed
    assert "E: x" in failed
    assert "Run the cell again to go on." in failed


def test_the_text_of_a_panel_never_changes() -> None:
    """Replayed notebooks compare it."""
    assert plain_text("train") == "ckpt_magic: train"
