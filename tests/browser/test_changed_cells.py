"""A cell that is not what it was when its kernel died: edited, or deleted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.page import LabPage
from tests.browser.server import JupyterServer
from tests.browser.story import LOOP, Story, interrupted

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def _edited(story: Story) -> str:
    """The loop with another statement on the way to it."""
    return (
        story.sources[LOOP]
        .replace("total = 0.0\n", "total = 0.0\ncount = 0\n")
        .replace("for movie in range(80)", "for movie in range(1, 80)")
    )


def test_an_edited_cell_is_refused_and_put_back(
    lab: LabPage, server: JupyterServer, folder: Path
) -> None:
    """The refusal is shown with its ways on; putting the cell back is one of them, and works."""
    story = interrupted(Story(folder=folder), server)
    lab.open(story.address)
    lab.edit(LOOP, _edited(story))
    lab.press("Resume")
    back = lab.button("Put its cell back and resume")
    back.wait_for()
    lab.look_at("edited", lab.banner)
    assert lab.button("Start over").is_visible()
    assert len(story.pids()) == 1, "a refused resume did something"
    back.click()
    lab.wait_for_the_end_of(story)
    assert lab.source(LOOP) == story.sources[LOOP]
    assert len(story.pids()) == 2


def test_an_edited_cell_starts_over(lab: LabPage, server: JupyterServer, folder: Path) -> None:
    """The other way on: the new code from its beginning."""
    story = interrupted(Story(folder=folder), server)
    lab.open(story.address)
    lab.wait_until_ready()
    for index in range(LOOP):
        lab.run_to_end(index)
    lab.edit(LOOP, _edited(story))
    lab.press("Resume")
    lab.press("Start over")
    lab.wait(lambda: [row.item for row in story.rows()[:1]] == [1], "first row of the new code")
    lab.wait_until_over(LOOP)
    assert [row.item for row in story.rows()] == list(range(1, story.items))
    assert len(story.pids()) == 1


def test_a_deleted_cell_is_put_back(lab: LabPage, server: JupyterServer, folder: Path) -> None:
    """The banner says that the cell is gone, and one click brings it back and goes on."""
    story = interrupted(Story(folder=folder), server)
    lab.open(story.address)
    lab.banner.wait_for()
    lab.delete(LOOP)
    lab.button("Put its cell back and resume").wait_for()
    lab.look_at("deleted", lab.banner)
    lab.press("Put its cell back and resume")
    story_cell = lab.wait_for_cell(story.sources[LOOP])
    lab.wait_for_the_end_of(story, story_cell)
    assert len(story.pids()) == 2
