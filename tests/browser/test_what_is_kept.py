"""What was saved and what was not: missing names, other keys, results, variables, discarding."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.page import LabPage
from tests.browser.server import JupyterServer
from tests.browser.story import LOAD, LOOP, SHOW, Story, completed, interrupted

pytestmark = [pytest.mark.slow, pytest.mark.browser]

NEEDED = "\nimport socket\nclient = socket.socket()"
USES_IT = "    assert client.fileno() > 0\n"


def test_names_that_could_not_be_saved(lab: LabPage, server: JupyterServer, folder: Path) -> None:
    """What the loop still needs is named; the cells above make it, and the loop goes on."""
    story = interrupted(Story(folder=folder, setup_more=NEEDED, body_more=USES_IT), server)
    lab.open(story.address)
    lab.banner.wait_for()
    assert "client" in lab.banner.inner_text()
    lab.look_at("needed", lab.banner)
    lab.press("Run the cells above, then resume")
    lab.wait_for_the_end_of(story)
    assert len(story.pids()) == 2
    assert story.setups() == 2


def test_a_store_of_another_key(lab: LabPage, server: JupyterServer, folder: Path) -> None:
    """It says what trust means before it is given, and goes on with the click that gives it."""
    story = interrupted(Story(folder=folder), server, key=str(folder / "another-key"))
    lab.open(story.address)
    trust = lab.button("Trust this store and resume")
    trust.wait_for()
    assert lab.button("Resume").count() == 0
    assert "another key" in lab.banner.inner_text()
    lab.look_at("another-key", lab.banner)
    trust.click()
    lab.wait_for_the_end_of(story)
    assert len(story.pids()) == 2


def test_the_result_of_a_finished_cell(lab: LabPage, server: JupyterServer, folder: Path) -> None:
    """After a restart one click brings back what the finished cell had made; nothing runs."""
    story = completed(Story(folder=folder, items=30), server)
    pids = story.pids()
    lab.open(story.address)
    lab.wait_until_offered("Restore the result")
    lab.look_at("completed", lab.banner)
    lab.press("Restore the result")
    lab.banner.wait_for(state="hidden")
    assert lab.run_to_end(SHOW).strip() == repr(story.total)
    assert story.pids() == pids
    assert story.setups() == 1


def test_variables_without_going_on(lab: LabPage, server: JupyterServer, folder: Path) -> None:
    """The variables of the checkpoint are there, and the cell was not run."""
    story = interrupted(Story(folder=folder), server)
    lab.open(story.address)
    lab.wait_until_ready()
    lab.press("Restore variables")
    lab.edit(SHOW, "print(movie, total == sum(range(0)) or total > 0, weigh(0))")
    lab.wait(lambda: "True" in lab.run_to_end(SHOW), "restored variables")
    assert len(story.pids()) == 1
    assert story.setups() == 1
    assert lab.outputs(LOOP) == []


def test_discarding_asks_once(lab: LabPage, server: JupyterServer, folder: Path) -> None:
    """The first click asks, the second discards, and the banner goes."""
    story = interrupted(Story(folder=folder), server)
    lab.open(story.address)
    lab.press("Discard")
    assert [op["status"] for op in server.operations(story.address)] == ["interrupted"]
    lab.press("Discard, really?")
    lab.banner.wait_for(state="hidden")
    assert "interrupted" not in [op["status"] for op in server.operations(story.address)]


def test_cards_when_the_extension_is_loaded(
    lab: LabPage, server: JupyterServer, folder: Path
) -> None:
    """Loading shows a card for what was interrupted, and its Resume goes on."""
    story = interrupted(Story(folder=folder), server)
    lab.open(story.address)
    lab.wait_until_ready()
    lab.run_to_end(LOAD)
    card = lab.page.locator(".ckpt-magic-card")
    card.wait_for()
    lab.look_at("cards", card)
    card.locator(".ckpt-magic-do-resume").click()
    lab.wait_for_the_end_of(story)
    assert len(story.pids()) == 2
