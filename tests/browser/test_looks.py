"""How it looks: dark, narrow, by keyboard, and in a notebook that was saved and opened again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.notebooks import saved_outputs
from tests.browser.page import LabPage
from tests.browser.server import JupyterServer
from tests.browser.story import LOOP, Story, interrupted, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.browser]

NARROW = {"width": 640, "height": 720}


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_everything_fits_a_narrow_window(
    lab: LabPage, server: JupyterServer, folder: Path, theme: str
) -> None:
    """Banner, panel, side panel, status bar and mark are whole and readable in a narrow window."""
    story = interrupted(Story(folder=folder, items=600), server)
    short = theme.rpartition(" ")[2].lower()
    lab.page.set_viewport_size(NARROW)
    lab.open(story.address)
    lab.wait_until_ready()
    lab.theme(theme)
    lab.hide_left_panel()
    lab.look_at(f"narrow-{short}-1-banner", lab.banner)
    lab.show_side_panel()
    lab.look_at(f"narrow-{short}-2-side-panel", lab.banner, lab.side_panel)
    lab.button("Resume").focus()
    lab.page.keyboard.press("Enter")
    wait_until(lambda: len(story.pids()) == 2, "a row of the resumed cell")
    lab.panel.wait_for()
    lab.status_item.wait_for()
    lab.look_at(f"narrow-{short}-3-running", lab.panel, lab.side_panel, lab.status_item)
    assert lab.page.locator(".ckpt-magic-CellMark").is_visible()


def test_a_saved_notebook_shows_the_end(
    lab: LabPage, new_page: Callable[[], LabPage], folder: Path
) -> None:
    """Saved and opened again, the cell shows a static summary instead of a dead widget."""
    story = Story(folder=folder, items=60).write()
    lab.run_story(story, 10)
    lab.wait_for_the_end_of(story)
    lab.save()
    texts = [output for output in saved_outputs(story.path, LOOP) if "data" in output]
    assert all("application/vnd.jupyter.widget-view+json" not in o["data"] for o in texts)
    again = new_page()
    again.open(story.address)
    summary = again.page.locator(".ckpt-magic-summary")
    summary.wait_for()
    assert "60" in summary.inner_text()
    assert "Loading widget" not in again.page.locator(".jp-Notebook").inner_text()
    again.look_at("saved-and-opened", summary)
