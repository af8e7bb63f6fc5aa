"""Draws the picture of the README from a real run: ``python -m tests.readme_picture``.

A kernel runs a cell, is killed in mid-loop, a second kernel runs the cell again; what both
printed is set as text in `.readme/resume.svg`.
"""

from __future__ import annotations

import html
import os
import re
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ckpt_magic.cli.demo import _kernel, _process_id

PICTURE = Path(__file__).parent.parent / ".readme" / "resume.svg"
SETUP = "%load_ext ckpt_magic\nimport time\nmovies = range(20_000)\n"
SETUP += "def process(movie): time.sleep(0.0004); return movie\n"
CELL = """\
%%checkpointed --name export_movies --interval 1s
rows = []
for movie in movies:
    rows.append(process(movie))
len(rows)"""
LINE_HEIGHT, LEFT, TOP = 20, 24, 58


def main() -> None:
    """Run both kernels and write the picture."""
    with tempfile.TemporaryDirectory() as folder:
        first = _lines_until_killed(Path(folder))
        second = _lines_of_the_resume(Path(folder))
    code = [("code", line) for line in CELL.splitlines()]
    blocks = [
        [
            ("prompt", "In [3]:"),
            *code,
            ("out", first[-1]),
            ("dead", "kill -9   the kernel is gone"),
        ],
        [("prompt", "a new kernel, the same cell again"), *code[:1], ("code", "…"), *second],
    ]
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(_drawn(blocks), encoding="utf-8")


def _lines_until_killed(folder: Path) -> list[str]:
    lines: list[str] = []
    with _kernel(folder) as (manager, client):
        list(_printed(client, SETUP))
        for line in _printed(client, CELL):
            lines.append(line)
            found = re.search(r"(\d+) of 20000", line)
            if found and int(found[1]) > 11_000:
                os.kill(_process_id(manager), signal.SIGKILL)
                return lines
    raise RuntimeError("the cell was over before the kill")


def _lines_of_the_resume(folder: Path) -> list[tuple[str, str]]:
    with _kernel(folder) as (_, client):
        list(_printed(client, SETUP))
        lines = list(_printed(client, CELL))
    said = next(line for line in lines if "goes on" in line)
    return [("said", said), ("out", lines[-1]), ("prompt", f"Out[3]: {lines[-2]}")]


def _printed(client: Any, code: str) -> Iterator[str]:
    """Yield what a cell prints and displays, every redrawn state of a line apart."""
    request = client.execute(code)
    while True:
        message = client.get_iopub_msg(timeout=60)
        if message["parent_header"].get("msg_id") != request:
            continue
        content = message["content"]
        if message["msg_type"] == "stream":
            yield from (part for part in re.split(r"[\r\n]", content["text"]) if part.strip())
        elif message["msg_type"] == "execute_result":
            yield content["data"]["text/plain"]
        elif content.get("execution_state") == "idle":
            return


def _drawn(blocks: list[list[tuple[str, str]]]) -> str:
    rows, at = [], TOP
    for block in blocks:
        for kind, text in block:
            shown = html.escape(text.removeprefix("ckpt_magic: ").rstrip())
            rows.append(
                f'<text xml:space="preserve" class="{kind}" x="{LEFT}" y="{at}">{shown}</text>'
            )
            at += LINE_HEIGHT
        at += LINE_HEIGHT
    height = at - LINE_HEIGHT
    return "\n".join([_HEAD.format(height=height, inner=height - 2), *rows, "</svg>\n"])


_HEAD = """\
<svg xmlns="http://www.w3.org/2000/svg" width="940" height="{height}" viewBox="0 0 940 {height}">
<style>
text {{ font: 13px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; white-space: pre }}
.code {{ fill: #1f2328 }} .prompt {{ fill: #0969da }} .out {{ fill: #57606a }}
.dead {{ fill: #cf222e; font-weight: bold }} .said {{ fill: #1a7f37; font-weight: bold }}
</style>
<rect x="1" y="1" width="938" height="{inner}" rx="8" fill="#ffffff" stroke="#d0d7de"/>
<circle cx="24" cy="22" r="6" fill="#ff5f57"/><circle cx="44" cy="22" r="6" fill="#febc2e"/>
<circle cx="64" cy="22" r="6" fill="#28c840"/>"""


if __name__ == "__main__":
    main()
