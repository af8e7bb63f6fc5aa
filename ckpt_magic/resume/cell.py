"""A cell about to run.

Responsible for holding what is known of it. Refuses to run it.
"""

from __future__ import annotations

from dataclasses import dataclass

from ckpt_magic.resume.program import Program


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The cell to run, and what is known about where it stands.

    ``raw`` is the cell as the person wrote it, magics included.
    """

    program: Program
    raw: str
    name: str
    notebook: str | None
    cell_id: str | None
    attended: bool
    captures_output: bool = False
