"""``%%checkpointed`` as text: an input transformation in front of IPython's own.

Responsible for finding the magic among the first lines of a cell and for leaving a marker
call in its place, so that everything below keeps its line number and IPython's syntax.
"""

from __future__ import annotations

import ast
import linecache
import re
import sys
from dataclasses import dataclass
from types import FrameType
from typing import Any

MAGIC = "%%checkpointed"
BEGIN = "ckpt_begin"
"""Line magic that the marker calls; it starts the operation."""
_REPEATS = frozenset({"timeit", "prun", "memit", "mprun", "lprun"})
_OTHER_LANGUAGES = frozenset(
    {"bash", "sh", "script", "writefile", "file", "html", "HTML", "javascript", "js", "latex",
     "markdown", "svg", "SVG", "perl", "ruby", "sx", "system", "!", "cython", "sql", "R", "pypy",
     "python2", "python3", "python", "cmd"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parts:
    """A cell with ``%%checkpointed`` among its magics: its options, the others, the code."""

    options: str
    others: tuple[str, ...]
    body: tuple[str, ...]


def split(lines: list[str]) -> Parts | None:
    """Take the magics at the top of a cell apart; ``None`` when ours is not among them."""
    count = 0
    while count < len(lines) and lines[count].startswith("%%"):
        count += 1
    magics = [line for line in lines[:count] if line.strip()]
    ours = [line for line in magics if re.match(rf"{MAGIC}(\s|$)", line)]
    if not ours:
        return None
    others = tuple(line for line in magics if line not in ours)
    return Parts(ours[0].strip()[len(MAGIC) :].strip(), others, tuple(lines[count:]))


def transform(lines: list[str]) -> list[str]:
    """Return the cell with a marker call in the place of ``%%checkpointed``."""
    parts = split(lines)
    if parts is None:
        return lines
    for other in parts.others:
        name = _name(other)
        if name in _REPEATS or name in _OTHER_LANGUAGES:
            return [_call("ckpt_refuse", other.strip())]
    code = [*parts.others, _call(BEGIN, parts.options), *parts.body]
    return _surfacing(code) if captures_output("".join(lines)) else code


# A terminal asks whether a cell is complete while it is typed: with the marker in place of the
# magic it would run at its first line. IPython leaves out what has this attribute.
transform.has_side_effects = True  # type: ignore[attr-defined]  # a function takes any attribute


def show_magic_again(namespace: dict[str, Any]) -> None:
    """Show the magic's line, as a comment, where tracebacks would show the marker.

    It must stay parsable: tools look functions up in this source. `namespace` is that of the
    code which called the marker.
    """
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_globals is not namespace:
        frame = frame.f_back
    entry = linecache.cache.get(frame.f_code.co_filename) if frame is not None else None
    lines = entry[2] if entry is not None and len(entry) == 4 else []
    marked = re.compile(rf"get_ipython\(\)\.run_line_magic\('{BEGIN}', (.*)\)\n")
    for index, line in enumerate(lines[:1]):
        if found := marked.fullmatch(line):
            lines[index] = f"# {MAGIC} {ast.literal_eval(found[1])}".rstrip() + "\n"


def _surfacing(code: list[str]) -> list[str]:
    """Run a cell that starts with ``%%capture``, and show a refusal that it would catch."""
    name, _, argument = code[0].strip()[2:].partition(" ")
    call = f"get_ipython().run_cell_magic({name!r}, {argument!r}, {''.join(code[1:])!r})\n"
    return [call, _call("ckpt_surface", "")]


def captures_output(raw: str) -> bool:
    """Whether a cell's output goes into a variable instead of the notebook."""
    parts = split(raw.splitlines(keepends=True))
    return parts is not None and parts.others[:1] != () and _name(parts.others[0]) == "capture"


def _name(magic: str) -> str:
    return magic[2:].split(maxsplit=1)[0]


def _call(magic: str, argument: str) -> str:
    return f"get_ipython().run_line_magic({magic!r}, {argument!r})\n"
