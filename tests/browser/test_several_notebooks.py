"""More than one notebook, and a notebook that is not where, or what, it was."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.browser.page import LabPage
from tests.browser.server import JupyterServer
from tests.browser.story import Story, interrupted

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def test_two_notebooks_at_once(lab: LabPage, folder: Path) -> None:
    """Both run, both are killed, and each goes on with its own rows."""
    stories = [Story(folder=folder, name=name, hold_at=20).write() for name in ("one", "two")]
    lab.run_story(stories[0], 20)
    lab.switch_to(stories[1].address)
    lab.begin_story(stories[1], 20)
    for story in stories:
        lab.switch_to(story.address)
        lab.kill_kernel()
        lab.accept_that_it_died()
        story.go()
    for story in stories:
        lab.switch_to(story.address)
        lab.press("Resume")
    for story in stories:
        lab.switch_to(story.address)
        lab.wait_for_the_end_of(story)
        assert len(story.pids()) == 2


def test_a_notebook_renamed_while_it_runs(lab: LabPage, folder: Path) -> None:
    """Renamed in mid-run and killed then: its operation goes with it."""
    story = Story(folder=folder).write()
    lab.run_story(story, 20)
    lab.rename(story.address, f"{folder.name}/another name.ipynb")
    lab.kill_kernel()
    lab.accept_that_it_died()
    lab.look_at("renamed", lab.banner)
    lab.press("Resume")
    lab.wait_for_the_end_of(story)
    assert len(story.pids()) == 2


def test_a_notebook_renamed_while_nobody_looked(
    lab: LabPage, server: JupyterServer, folder: Path
) -> None:
    """Renamed on disk after its kernel died: the banner says under which name it began."""
    story = interrupted(Story(folder=folder), server)
    story.path.rename(folder / "renamed.ipynb")
    lab.open(f"{folder.name}/renamed.ipynb")
    lab.banner.wait_for()
    assert "name" in lab.banner.inner_text()
    lab.press("Resume")
    lab.wait_for_the_end_of(story)
    assert len(story.pids()) == 2


def test_a_copied_notebook(lab: LabPage, server: JupyterServer, folder: Path) -> None:
    """A copy has the same cells; it is told whose the operation is, and offers no Resume."""
    story = interrupted(Story(folder=folder), server)
    shutil.copy(story.path, folder / "copy.ipynb")
    lab.open(f"{folder.name}/copy.ipynb")
    lab.show_side_panel()
    lab.side_panel.get_by_text("story").first.wait_for()
    lab.look_at("copied", lab.side_panel)
    assert lab.side_panel.get_by_role("button", name="Resume", exact=True).count() == 0
    assert lab.button("Resume").count() == 0
    assert "story.ipynb" in lab.side_panel.inner_text()
