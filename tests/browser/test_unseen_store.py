"""A kernel that keeps its checkpoints where the server does not look."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import nbformat
import pytest

from tests.browser.page import LabPage
from tests.browser.server import JupyterServer
from tests.browser.story import LOAD, LOOP, SETUP, Story, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.browser]

KERNEL = "elsewhere"


def test_the_kernel_is_asked_where_the_server_sees_nothing(
    lab: LabPage, server: JupyterServer, folder: Path, tmp_path: Path
) -> None:
    """The banner comes once the new kernel can tell, and Resume goes on."""
    _add_kernel(server, tmp_path / "stores")
    story = Story(folder=folder).write()
    notebook = nbformat.read(story.path, as_version=4)
    notebook.metadata["kernelspec"]["name"] = KERNEL
    nbformat.write(notebook, story.path)
    lab.open(story.address)
    lab.wait_until_ready()
    lab.run_to_end(LOAD)
    lab.run_to_end(SETUP)
    lab.run(LOOP)
    wait_until(lambda: len(story.rows()) > 20, "20 rows")
    lab.kill_kernel()
    lab.accept_that_it_died()
    assert server.operations(story.address) == []
    lab.banner.wait_for()
    lab.press("Resume")
    lab.wait_for_the_end_of(story)
    assert len(story.pids()) == 2
    assert story.setups() == 1


def _add_kernel(server: JupyterServer, stores: Path) -> None:
    """Make a kernel known whose environment the server does not share."""
    place = server.root.parent / "checkout" / "kernels" / KERNEL
    place.mkdir(parents=True, exist_ok=True)
    spec = {
        "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": "Elsewhere",
        "language": "python",
        "env": {"CKPT_MAGIC_DIR": str(stores)},
    }
    (place / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
