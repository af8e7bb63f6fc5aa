"""The extension loaded into one shell.

Responsible for the wiring: transformers, events of the shell, one running cell at a time,
the store of this notebook. Refuses to decide: options, identity, runs and texts live in
their own modules.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ckpt_magic.capture import outside
from ckpt_magic.core.errors import CheckpointError, InvalidOptionError, NotResumableError
from ckpt_magic.core.events import Event
from ckpt_magic.core.model import Operation
from ckpt_magic.core.schedule import Schedule, schedule_for
from ckpt_magic.core.settings import Settings, settings_from_environment
from ckpt_magic.magics.arguments import parse_cell_options
from ckpt_magic.magics.complete import complete
from ckpt_magic.magics.history import History
from ckpt_magic.magics.identity import (
    Identity,
    cell_id,
    cell_key,
    default_name,
    notebook_path,
)
from ckpt_magic.magics.line import LineMagic
from ckpt_magic.magics.printer import Printer
from ckpt_magic.magics.source import captures_output, transform
from ckpt_magic.magics.tree import CellTransformer
from ckpt_magic.resume.choose import Asked
from ckpt_magic.resume.driver import Cell, CellRun
from ckpt_magic.resume.program import Program, prepare
from ckpt_magic.resume.saver import Notebook
from ckpt_magic.store.contract import Store
from ckpt_magic.store.location import SESSION_STEM, SUFFIX, locate, open_store

FOLDER_VARIABLE = "CKPT_MAGIC_DIR"


class Extension:
    """What ``%load_ext ckpt_magic`` adds to a shell.

    Attributes
    ----------
    listeners
        Called with every event, on the thread that runs the cell.
    schedule
        Takes the place of the schedule that a cell's options ask for, when set.
    settings
        Session defaults; ``%ckpt config`` changes them.
    """

    def __init__(self, shell: Any) -> None:
        self.shell = shell
        self.settings: Settings = settings_from_environment(os.environ)
        self.listeners: list[Callable[[Event], None]] = []
        self.schedule: Schedule | None = None
        self.armed: str | None = None
        self.history = History(shell)
        self._printer = Printer()
        self._line_magic = LineMagic(self)
        self._tree = CellTransformer(self._prepare)
        self._baseline = outside.Baseline.now()
        self._own: set[str] = set()
        self._stores: dict[Path, Store] = {}
        self._waiting: tuple[Program, Settings] | None = None
        self._run: CellRun | None = None
        self._run_of: Any = None

    def install(self) -> None:
        """Register magics, transformers and events with the shell."""
        shell = self.shell
        shell.input_transformers_cleanup.append(transform)
        shell.ast_transformers.append(self._tree)
        shell.events.register("pre_run_cell", self._before_cell)
        shell.events.register("post_run_cell", self._after_cell)
        for kind, name, function in self._magics():
            shell.register_magic_function(function, kind, name)
        shell.set_hook("complete_command", self._complete, str_key="%ckpt")

    def uninstall(self) -> None:
        """Take back what `install` registered."""
        shell = self.shell
        shell.input_transformers_cleanup.remove(transform)
        if self._tree in shell.ast_transformers:
            shell.ast_transformers.remove(self._tree)
        shell.events.unregister("pre_run_cell", self._before_cell)
        shell.events.unregister("post_run_cell", self._after_cell)
        for kind, name, _ in self._magics():
            shell.magics_manager.magics[kind].pop(name, None)

    def _magics(self) -> tuple[tuple[str, str, Callable[..., Any]], ...]:
        return (
            ("line", "ckpt", self._line_magic.run),
            ("line", "ckpt_begin", self._begin),
            ("line", "ckpt_refuse", _refuse_stack),
            ("cell", "checkpointed", _checkpointed),
        )

    def _complete(self, _shell: Any, event: Any) -> list[str]:
        return complete(event.line, [operation.id for operation in self.operations()])

    def list_interrupted(self) -> None:
        """Tell the person which operations of this notebook can go on."""
        self._printer.list_interrupted(self.operations())

    def operations(self) -> tuple[Operation, ...]:
        """Operations of this notebook; none where it has no store yet."""
        if not self._store_path().exists():
            return ()
        return self.store().operations()

    def store(self) -> Store:
        """The store of this notebook, opened once."""
        path = self._store_path()
        if path not in self._stores:
            self._stores[path] = open_store(path)
        return self._stores[path]

    def notebook(self) -> Notebook:
        """The namespace, and what in it belongs to IPython."""
        shell = self.shell
        return Notebook(
            namespace=shell.user_ns,
            hidden=self._hidden_names(),
            references={"shell": shell},
            baseline=self._baseline,
        )

    def _hidden_names(self) -> frozenset[str]:
        """Names of the shell's own; one that the person gave another value is the person's."""
        namespace, own = self.shell.user_ns, self.shell.user_ns_hidden
        unchanged = {name for name in own if name in namespace and namespace[name] is own[name]}
        return frozenset(unchanged) | _HIDDEN | self.history.output_names()

    def arm(self, operation_id: str) -> None:
        """Let the next ``%%checkpointed`` cell continue this operation, doubts or not."""
        self.armed = operation_id

    def _store_path(self) -> Path:
        found = notebook_path(self.shell.user_ns, os.environ)
        notebook = None if found is None else Path(found)
        folder = os.environ.get(FOLDER_VARIABLE)
        if folder is not None:
            return Path(folder) / ((notebook.stem if notebook else SESSION_STEM) + SUFFIX)
        return locate(notebook, Path(self._baseline.cwd), os.environ).path

    def _prepare(self, module: ast.Module, options: str) -> ast.Module:
        settings = parse_cell_options(options, self.settings)
        program = prepare(module, mark_end=self._marks_end())
        self._waiting = (program, settings)
        return program.tree

    def _marks_end(self) -> bool:
        """Whether a statement of ours may stand last without changing what is displayed."""
        return self.shell.ast_node_interactivity not in ("all", "last_expr_or_assign")

    def _begin(self, _line: str) -> None:
        if self._run is not None:
            raise NotResumableError(
                "a %%checkpointed cell cannot run inside another one",
                safe="the outer one goes on as before",
                fix="take %%checkpointed off the inner cell",
            )
        if self._waiting is None:
            raise _not_through_ipython()
        (program, settings), self._waiting = self._waiting, None
        run = self._new_run(program, settings)
        self._printer.open(quiet=settings.quiet)
        try:
            run.begin()
        finally:
            self.armed = None
        self._run, self._run_of = run, self.history.current
        assert run.operation is not None
        self._own.add(run.operation.id)

    def _new_run(self, program: Program, settings: Settings) -> CellRun:
        identity = self._identity()
        armed = None if self.armed is None else self.store().operation(self.armed)
        key = armed.key if armed else cell_key(identity, settings.name, program.module)
        asked = Asked(
            key=key,
            identified=identity.complete,
            preceding=self.history.preceding(),
            own=frozenset(self._own),
            armed=armed.id if armed else None,
            settings=settings,
        )
        cell = Cell(
            program=program,
            raw=self.history.raw_cell(),
            name=settings.name or default_name(program.module),
            notebook=identity.notebook,
            cell_id=identity.cell_id,
            captures_output=captures_output(self.history.raw_cell()),
            attended=identity.complete or hasattr(self.shell, "prompts"),
        )
        return CellRun(
            cell=cell,
            asked=asked,
            store=self._sized_store(settings),
            notebook=self.notebook(),
            schedule=self.schedule or schedule_for(settings.every, settings.interval_s),
            tell=self._tell,
            ignored_folders=(str(self._store_path().parent),),
        )

    def _sized_store(self, settings: Settings) -> Store:
        """The store, with the size that this cell allows it."""
        if settings.max_size_bytes is None:
            return self.store()
        return open_store(self._store_path(), max_size_bytes=settings.max_size_bytes)

    def _identity(self) -> Identity:
        notebook = notebook_path(self.shell.user_ns, os.environ)
        return Identity(notebook, cell_id(self.shell, self.history.current))

    def _before_cell(self, info: Any) -> None:
        self.history.starts(info)

    def _after_cell(self, result: Any) -> None:
        info = getattr(result, "info", None)
        self._waiting = None
        if self._run is not None and info is self._run_of:
            run, self._run, self._run_of = self._run, None, None
            error = result.error_before_exec or result.error_in_exec
            run.end(error, reached_end=run.frame.end_reached or not self._marks_end())
            self._printer.close()
        self.history.ended(info)

    def _tell(self, event: Event) -> None:
        self._printer.hear(event)
        for listener in tuple(self.listeners):
            listener(event)


_HIDDEN = frozenset(
    {"In", "Out", "exit", "quit", "get_ipython", "_ih", "_oh", "_dh", "_sh", "_", "__",
     "___", "_i", "_ii", "_iii", "__name__", "__doc__", "__package__", "__loader__", "__spec__",
     "__builtin__", "__builtins__", "__session__", "__vsc_ipynb_file__", "__file__"}
)  # fmt: skip


def _checkpointed(line: str, cell: str) -> None:  # noqa: ARG001 (the form of a cell magic)
    """Run a cell so that it goes on where its last checkpoint was, whatever killed it.

    ::

        %%checkpointed --name export_movies --every 100 --interval 30s --keep 3
        rows = []
        for movie in movies:
            rows.append(process(movie))

    Run the cell again after a dead kernel, an interrupt or an exception: it continues and
    says so in one line.

    Options
    -------
    --name NAME       what the operation is called (letters, digits, _ - .)
    --every N         save after every N iterations
    --interval 30s    save every 30 seconds (also 5m, 1h30m)
                      with neither: no more often than costs about 1 % of the time
    --keep N          how many checkpoints to keep (3)
    --max-size 5GB    how large the store may get (the smaller of 10 GB and 20 % of free space)
    --vars a,b        save these variables only
    --exclude df      do not save these
    --take NAME       at a resume, keep the notebook's value of NAME
    --resume auto|ask|never    what to do when the operation was interrupted (auto)
    --fresh           start over; what is there is kept until this run completes
    --quiet           print nothing

    What does not come back exactly is refused before the loop starts, or named. ``%ckpt``
    lists, resumes, restores and discards operations: see ``%ckpt?``.
    """
    raise _not_through_ipython()


def _refuse_stack(line: str) -> None:
    name = line.split(maxsplit=1)[0]
    raise NotResumableError(
        f"%%checkpointed cannot be combined with {name}: it repeats the cell or is not Python",
        safe="nothing was run",
        fix=f"take {name} or %%checkpointed off",
    )


def _not_through_ipython() -> CheckpointError:
    return InvalidOptionError(
        "this cell's code does not pass through IPython, so it cannot be made resumable",
        safe="nothing was run",
        fix="put %%checkpointed into the first line, without a magic that runs the code itself",
    )
