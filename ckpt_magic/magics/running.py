"""Makes the run of one cell out of what the shell knows.

Responsible for gathering: identity, settings, namespace, store. Refuses to run it. Loaded
with the first ``%%checkpointed`` cell, not with the session.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ckpt_magic.core.events import Event
from ckpt_magic.core.schedule import schedule_for
from ckpt_magic.core.settings import Settings
from ckpt_magic.magics.identity import Identity, cell_id, cell_key, default_name
from ckpt_magic.magics.session import Armed, Session
from ckpt_magic.magics.source import captures_output
from ckpt_magic.resume.cell import Cell
from ckpt_magic.resume.choose import Asked
from ckpt_magic.resume.driver import CellRun
from ckpt_magic.resume.program import Program, prepare
from ckpt_magic.resume.saver import Notebook
from ckpt_magic.store.contract import Store

__all__ = ["CellRun", "Program", "new_run", "notebook_of", "prepare"]

_HIDDEN = frozenset(
    {"In", "Out", "exit", "quit", "get_ipython", "_ih", "_oh", "_dh", "_sh", "_", "__",
     "___", "_i", "_ii", "_iii", "__name__", "__doc__", "__package__", "__loader__", "__spec__",
     "__builtin__", "__builtins__", "__session__", "__vsc_ipynb_file__", "__file__"}
)  # fmt: skip


def notebook_of(session: Session) -> Notebook:
    """The namespace, and what in it belongs to IPython."""
    return Notebook(
        namespace=session.shell.user_ns,
        hidden=_hidden_names(session),
        references={"shell": session.shell},
        baseline=session.baseline,
        makers=session.history.makers,
    )


def new_run(
    session: Session, program: Program, settings: Settings, tell: Callable[[Event], None]
) -> CellRun:
    """The run of the cell that `session`'s shell is about to execute."""
    shell, history, place = session.shell, session.history, session.place
    identity = Identity(place.notebook, cell_id(shell, history.current))
    armed, settings = _armed(session, settings)
    store = _store(session, settings)
    goes_on = None if armed is None else store.operation(armed.operation_id)
    asked = Asked(
        key=goes_on.key if goes_on else cell_key(identity, settings.name, program.module),
        identified=identity.complete,
        preceding=history.preceding(),
        own=frozenset(session.own),
        armed=goes_on.id if goes_on else None,
        consent=armed is not None and armed.consent,
        heard=frozenset() if armed is None else armed.heard,
        settings=settings,
    )
    return CellRun(
        cell=_cell(session, program, settings, identity),
        asked=asked,
        store=store,
        notebook=notebook_of(session),
        schedule=session.schedule or schedule_for(settings.every, settings.interval_s),
        tell=tell,
        ignored_folders=(str(session.store_path.parent),),
    )


def _armed(session: Session, settings: Settings) -> tuple[Armed | None, Settings]:
    """The operation that a person wants continued, if any, and the options as that word has it."""
    armed = session.armed
    if armed is None or not armed.fresh:
        return armed, settings
    return None, replace(settings, fresh=True)


def _store(session: Session, settings: Settings) -> Store:
    if session.armed is None:
        return session.place.store(settings.max_size_bytes)
    return session.place.store_at(session.armed.store, settings.max_size_bytes)


def _cell(session: Session, program: Program, settings: Settings, identity: Identity) -> Cell:
    raw = session.history.raw_cell()
    return Cell(
        program=program,
        raw=raw,
        name=settings.name or default_name(program.module),
        notebook=identity.notebook,
        cell_id=identity.cell_id,
        captures_output=captures_output(raw),
        attended=identity.complete or _is_terminal(session.shell),
    )


def _is_terminal(shell: Any) -> bool:
    """Whether a person sits before this shell: only IPython's terminal has prompts."""
    return hasattr(shell, "prompts")


def _hidden_names(session: Session) -> frozenset[str]:
    """Names of the shell's own; one that the person gave another value is the person's."""
    namespace, own = session.shell.user_ns, session.shell.user_ns_hidden
    unchanged = {name for name in own if name in namespace and namespace[name] is own[name]}
    return frozenset(unchanged) | _HIDDEN | session.history.output_names()
