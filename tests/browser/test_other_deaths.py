"""A kernel that goes in other ways than by a kill, and pages that come later than it went."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.page import LabPage
from tests.browser.server import JupyterServer
from tests.browser.story import LOOP, SHOW, Story, interrupted, wait_until

WIDGET = "application/vnd.jupyter.widget-view+json"
pytestmark = [pytest.mark.slow, pytest.mark.browser]

Measure = Callable[[str, float], None]
SESSIONS = re.compile(r"/api/sessions(\?|$)")
ALIVE = "() => !!jupyterapp.shell.currentWidget.sessionContext.session?.kernel"


def test_a_restart_from_the_menu(lab: LabPage, folder: Path, measure: Measure) -> None:
    """A person restarts the kernel in mid-loop; the banner offers to go on, and it does."""
    story = Story(folder=folder).write()
    lab.run_story(story, 30)
    lab.restart_kernel_from_the_menu()
    began = time.monotonic()
    lab.button("Resume").wait_for()
    measure("restart confirmed to the banner", time.monotonic() - began)
    lab.shot("restarted")
    lab.press("Resume")
    lab.wait_for_the_end_of(story)
    assert len(story.pids()) == 2
    assert story.setups() == 1


def test_a_restarted_server(lab: LabPage, server: JupyterServer, folder: Path) -> None:
    """After the server went down and came up again, the opened notebook offers to go on."""
    story = Story(folder=folder).write()
    lab.run_story(story, 30)
    server.stop()
    server.start()
    lab.open(story.address)
    lab.banner.wait_for()
    lab.shot("server-restarted")
    lab.press("Resume")
    lab.wait_for_the_end_of(story)
    assert len(story.pids()) == 2


def test_a_notebook_opened_before_it_has_a_kernel(
    lab: LabPage, server: JupyterServer, folder: Path
) -> None:
    """The banner is there before any kernel is; a click that early works as soon as one is."""
    story = interrupted(Story(folder=folder), server)
    release = lab.hold(SESSIONS)
    lab.open(story.address)
    lab.banner.wait_for()
    assert not lab.page.evaluate(ALIVE)
    lab.look_at("no-kernel-yet", lab.banner)
    lab.press("Resume")
    release()
    lab.wait_for_the_end_of(story)
    assert len(story.pids()) == 2
    assert lab.run_to_end(SHOW).strip() == repr(story.total)


def test_a_page_reloaded_in_mid_run(
    lab: LabPage, server: JupyterServer, folder: Path, measure: Measure
) -> None:
    """While the kernel works on, the new page shows true progress from the server."""
    story = Story(folder=folder, items=600).write()
    lab.run_story(story, 20)
    lab.save()
    lab.show_side_panel()
    began = time.monotonic()
    lab.page.reload()
    lab.wait_until_shown()
    shown = time.monotonic()
    lab.status_item.wait_for()
    lab.wait(lambda: _reached(lab.status_item.inner_text()) > 0, "progress in the status bar")
    measure("reload to true progress", time.monotonic() - began)
    measure("reload: notebook shown to true progress", time.monotonic() - shown)
    lab.show_side_panel()
    (running,) = server.operations(story.address)
    lab.wait(lambda: _is_true(lab, story, running["id"]), "true progress in the side panel")
    assert lab.banner.count() == 0 or "Resume" not in lab.banner.inner_text()
    lab.look_at("reloaded", lab.side_panel, lab.status_item)
    assert len(story.pids()) == 1
    lab.side_panel.get_by_role("button", name="Stop after this iteration").click()
    lab.wait(lambda: "interrupted" in str(lab.outputs(LOOP)), "a line in place of the dead panel")
    assert WIDGET not in str(lab.outputs(LOOP))


def _reached(text: str) -> int:
    found = re.search(r"(\d+(?:\.\d+)?)\s*%", text)
    return int(float(found[1])) if found else 0


def _is_true(lab: LabPage, story: Story, operation_id: str) -> bool:
    """Whether the side panel says what the loop has done, at most a second late."""
    text = lab.operation(operation_id).inner_text().replace("\u202f", "").replace("\u00a0", "")
    found = re.search(r"(\d+) of 600", text)
    return found is not None and 0 <= len(story.rows()) - int(found[1]) <= 1.5 / story.seconds


def test_a_kernel_that_dies_again_at_the_same_place(
    lab: LabPage, server: JupyterServer, folder: Path
) -> None:
    """After two deaths at one item the banner says so before it offers to go on."""
    deadly = "    if movie == 24: os.kill(os.getpid(), 9)\n"
    story = Story(folder=folder, seconds=0.06, body_more=deadly)
    interrupted(story, server, items=24)
    lab.open(story.address)
    lab.press("Resume")
    lab.accept_that_it_died()
    lab.banner.wait_for()
    lab.wait(lambda: "2 times" in lab.banner.inner_text(), "warning of a crash loop")
    lab.look_at("crash-loop", lab.banner)
    assert lab.prompt(LOOP) is None
    wait_until(lambda: len(story.rows()) == 24, "the rows before the deadly one")
