"""Makes the run of one cell out of what the shell knows.

Responsible for gathering: identity, settings, namespace, store. Refuses to run it. Loaded
with the first ``%%checkpointed`` cell, not with the extension.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ckpt_magic.core.events import Event
from ckpt_magic.core.schedule import schedule_for
from ckpt_magic.core.settings import Settings
from ckpt_magic.magics.identity import Identity, cell_id, cell_key, default_name
from ckpt_magic.magics.source import captures_output
from ckpt_magic.resume.choose import Asked
from ckpt_magic.resume.driver import Cell, CellRun
from ckpt_magic.resume.program import Program, prepare
from ckpt_magic.resume.saver import Notebook

if TYPE_CHECKING:
    from ckpt_magic.magics.extension import Extension

__all__ = ["CellRun", "Program", "new_run", "notebook_of", "prepare"]

_HIDDEN = frozenset(
    {"In", "Out", "exit", "quit", "get_ipython", "_ih", "_oh", "_dh", "_sh", "_", "__",
     "___", "_i", "_ii", "_iii", "__name__", "__doc__", "__package__", "__loader__", "__spec__",
     "__builtin__", "__builtins__", "__session__", "__vsc_ipynb_file__", "__file__"}
)  # fmt: skip


def notebook_of(extension: Extension) -> Notebook:
    """The namespace, and what in it belongs to IPython."""
    return Notebook(
        namespace=extension.shell.user_ns,
        hidden=_hidden_names(extension),
        references={"shell": extension.shell},
        baseline=extension.baseline,
    )


def new_run(
    extension: Extension, program: Program, settings: Settings, tell: Callable[[Event], None]
) -> CellRun:
    """The run of the cell that `extension`'s shell is about to execute."""
    shell, history, place = extension.shell, extension.history, extension.place
    identity = Identity(place.notebook, cell_id(shell, history.current))
    armed = None if extension.armed is None else place.store().operation(extension.armed)
    key = armed.key if armed else cell_key(identity, settings.name, program.module)
    asked = Asked(
        key=key,
        identified=identity.complete,
        preceding=history.preceding(),
        own=frozenset(extension.own),
        armed=armed.id if armed else None,
        settings=settings,
    )
    return CellRun(
        cell=_cell(extension, program, settings, identity),
        asked=asked,
        store=place.store(settings.max_size_bytes),
        notebook=notebook_of(extension),
        schedule=extension.schedule or schedule_for(settings.every, settings.interval_s),
        tell=tell,
        ignored_folders=(str(place.path.parent),),
    )


def _cell(extension: Extension, program: Program, settings: Settings, identity: Identity) -> Cell:
    raw = extension.history.raw_cell()
    return Cell(
        program=program,
        raw=raw,
        name=settings.name or default_name(program.module),
        notebook=identity.notebook,
        cell_id=identity.cell_id,
        captures_output=captures_output(raw),
        attended=identity.complete or _is_terminal(extension.shell),
    )


def _is_terminal(shell: Any) -> bool:
    """Whether a person sits before this shell: only IPython's terminal has prompts."""
    return hasattr(shell, "prompts")


def _hidden_names(extension: Extension) -> frozenset[str]:
    """Names of the shell's own; one that the person gave another value is the person's."""
    namespace, own = extension.shell.user_ns, extension.shell.user_ns_hidden
    unchanged = {name for name in own if name in namespace and namespace[name] is own[name]}
    return frozenset(unchanged) | _HIDDEN | extension.history.output_names()
