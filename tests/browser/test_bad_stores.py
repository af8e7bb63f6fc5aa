"""Files beside a store that are no store, or a damaged or newer one."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.browser.page import LabPage
from tests.browser.server import JupyterServer
from tests.browser.story import Story, interrupted

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def _spoil(store: Path) -> dict[str, str]:
    """Put bad files beside a store; return the kind of problem of each."""
    store.with_name("foreign.ckpt").write_bytes(b"a notebook, by mistake\n" * 1000)
    damaged = bytearray(store.read_bytes())
    damaged[100:] = b"\x5a" * (len(damaged) - 100)
    store.with_name("damaged.ckpt").write_bytes(damaged)
    newer = store.with_name("newer.ckpt")
    shutil.copy(store, newer)
    with closing(sqlite3.connect(newer)) as raw, raw:
        raw.execute("PRAGMA user_version = 7")
    return {"foreign": "foreign", "damaged": "damaged", "newer": "newer"}


def test_bad_files_beside_a_store(lab: LabPage, server: JupyterServer, folder: Path) -> None:
    """Each is shown as what it is, with what to do, and the good one goes on as ever."""
    story = interrupted(Story(folder=folder), server)
    kinds = _spoil(folder / ".ckpt_magic" / "story.ckpt")
    listed = {store["name"]: store["problem"] for store in server.listing(story.address)["stores"]}
    assert {name: (listed[name] or {}).get("kind") for name in kinds} == kinds
    lab.open(story.address)
    lab.show_side_panel()
    for name in kinds:
        lab.side_panel.get_by_text(name).first.wait_for()
        assert listed[name]["fix"] in lab.side_panel.inner_text()
    lab.look_at("bad-stores", lab.side_panel)
    lab.press("Resume")
    lab.wait_for_the_end_of(story)
    assert len(story.pids()) == 2
    assert lab.errors == []


def test_the_notebooks_own_store_is_damaged(
    lab: LabPage, server: JupyterServer, folder: Path
) -> None:
    """The notebook opens, its cells run, and it is said what is wrong and what to do."""
    story = interrupted(Story(folder=folder, items=30), server)
    store = folder / ".ckpt_magic" / "story.ckpt"
    store.write_bytes(b"a notebook, by mistake\n" * 1000)
    lab.open(story.address)
    lab.wait_until_ready()
    lab.show_side_panel()
    lab.side_panel.get_by_text("not a checkpoint store").first.wait_for()
    lab.look_at("own-store-bad", lab.side_panel)
    assert "1" in lab.run_and_show("print(1)")
    assert lab.errors == []
