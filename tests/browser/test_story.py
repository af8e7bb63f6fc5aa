"""The whole story: a kernel is killed in mid-loop, one click, and the end is as if it never was."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.page import Application, LabPage
from tests.browser.server import JupyterServer
from tests.browser.story import LOOP, SHOW, Story, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.browser]

Measure = Callable[[str, float], None]


@pytest.mark.parametrize("application", Application, ids=lambda found: found.name)
def test_a_killed_kernel_costs_one_click(
    lab: LabPage, folder: Path, measure: Measure, application: Application
) -> None:
    """Killed, resumed with one click in a kernel that knows nothing: exact, each row once."""
    story = Story(folder=folder, hold_at=40).write()
    lab.run_story(story, 40, application)
    lab.panel.wait_for()
    lab.look_at(f"story-{application.name}-1-running", lab.panel)

    first_pid = lab.kernel_pid
    lab.kill_kernel()
    killed_at = time.monotonic()
    story.go()
    lab.wait_until_offered("Resume")
    measure(f"{application.name}: kill -9 to the banner", time.monotonic() - killed_at)
    lab.accept_that_it_died()
    assert lab.panel.locator("button:visible").count() == 0, "a dead panel has no buttons"
    assert "table" in lab.banner.inner_text()
    assert f"of {story.items}" in lab.banner.inner_text()
    lab.look_at(f"story-{application.name}-2-killed", lab.banner)

    lab.press("Resume")
    pressed_at = time.monotonic()
    resumed_at = wait_until(lambda: story.pids() > {first_pid}, "new row")
    measure(f"{application.name}: click to the first new iteration", resumed_at - pressed_at)
    lab.panel.wait_for()
    lab.look_at(f"story-{application.name}-3-resumed", lab.panel)
    lab.wait_until_over(LOOP)
    lab.look_at(f"story-{application.name}-4-done")

    story.assert_complete()
    assert len(story.pids()) == 2
    assert story.setups() == 1, "nothing but the cell was run in the new kernel"
    assert lab.run_to_end(SHOW).strip() == repr(story.total)
    lab.edit(SHOW, "print(time.__name__, weigh(0))")
    assert lab.run_to_end(SHOW).strip() == "time 0.0"
    assert lab.banner.count() == 0
    assert lab.errors == []


def test_killed_again_after_the_resume(lab: LabPage, server: JupyterServer, folder: Path) -> None:
    """A resumed operation that is killed again is resumed again, three processes and no gap."""
    story = Story(folder=folder, items=150).write()
    lab.run_story(story, 30)
    for items in (70, 110):
        lab.kill_kernel()
        lab.accept_that_it_died()
        lab.press("Resume")
        known = story.pids()
        wait_until(lambda: story.pids() > known and len(story.rows()) > items, "resumed rows")  # noqa: B023
    lab.wait_until_over(LOOP)
    story.assert_complete()
    assert len(story.pids()) == 3
    assert [op["status"] for op in server.operations(story.address)] == ["completed"]
