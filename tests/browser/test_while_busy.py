"""Checkpoint now, Pause, Continue and Stop while the cell runs, from everywhere they are."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.page import LabPage
from tests.browser.server import JupyterServer
from tests.browser.story import LOOP, SHOW, Story, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.browser]

Do = Callable[[str], None]
PALETTE = {
    "checkpoint": "Checkpoint Now",
    "pause": "Pause the Running Loop",
    "continue": "Continue the Paused Loop",
    "stop": "Stop After This Iteration",
}
LABELS = {
    "checkpoint": "Checkpoint now",
    "pause": "Pause",
    "continue": "Continue",
    "stop": "Stop after this iteration",
}


@pytest.fixture
def story(lab: LabPage, folder: Path) -> Story:
    """Run a loop that takes a minute and saves only when asked; a cell is queued behind it."""
    story = Story(folder=folder, items=2000, options="--interval 1h").write()
    lab.run_story(story, 20)
    lab.panel.wait_for()
    lab.run(SHOW)
    return story


def _in_the_panel(lab: LabPage) -> Do:
    return lambda command: lab.panel.locator(f".ckpt-magic-do-{command}:visible").click()


def _in_the_side_panel(lab: LabPage) -> Do:
    lab.show_side_panel()
    running = lab.side_panel.locator('.ckpt-magic-Operation[data-status="running"]')
    return lambda command: running.get_by_role("button", name=LABELS[command], exact=True).click()


def _in_the_palette(lab: LabPage) -> Do:
    return lambda command: lab.choose_in_palette(PALETTE[command])


@pytest.mark.parametrize("place", [_in_the_panel, _in_the_side_panel, _in_the_palette])
def test_the_loop_obeys_at_once(
    lab: LabPage,
    server: JupyterServer,
    story: Story,
    measure: Callable[[str, float], None],
    place: Callable[[LabPage], Do],
) -> None:
    """Each command takes effect at the next iteration; stopped, nothing queued behind runs."""
    do = place(lab)
    saved = _live(server, story)["saved"]
    do("checkpoint")
    wait_until(lambda: _live(server, story)["saved"] > saved, "checkpoint")

    do("pause")
    wait_until(lambda: _live(server, story)["state"] == "paused", "pause")
    paused_at = len(story.rows())
    lab.wait(lambda: "paused" in lab.panel.inner_text().lower(), "word that it is paused")
    lab.look_at(f"paused{place.__name__}", lab.panel)
    time.sleep(0.3)
    assert len(story.rows()) == paused_at

    do("continue")
    wait_until(lambda: len(story.rows()) > paused_at + 5, "rows after the pause")

    do("stop")
    pressed_at = time.monotonic()
    lab.wait_until_over(LOOP)
    measure(f"stop{place.__name__} to the end of the cell", time.monotonic() - pressed_at)
    _assert_stopped(lab, server, story)


def _assert_stopped(lab: LabPage, server: JupyterServer, story: Story) -> None:
    reached = len(story.rows())
    (error,) = [o for o in lab.outputs(LOOP) if o["output_type"] == "error"]
    lines = "\n".join(error["traceback"]).strip().splitlines()
    assert len(lines) <= 2, lines
    lab.wait(lambda: "[*]" not in lab.page.locator(".jp-InputPrompt").all_inner_texts(), "rest")
    assert lab.outputs(SHOW) == [], "a cell behind a stopped one was run"
    (operation,) = server.operations(story.address)
    assert (operation["status"], operation["processed"]) == ("interrupted", reached)
    lab.shot("stopped")

    lab.run(LOOP)
    wait_until(lambda: len(story.rows()) > reached + 5, "rows after running it again")
    assert [row.item for row in story.rows()] == list(range(len(story.rows())))
    assert len(story.pids()) == 1


def _live(server: JupyterServer, story: Story) -> dict[str, Any]:
    (operation,) = server.operations(story.address)
    live: dict[str, Any] = operation["live"]
    return live
