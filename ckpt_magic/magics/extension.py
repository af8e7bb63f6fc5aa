"""The extension loaded into one shell.

Responsible for the wiring: transformers, events of the shell, one running cell at a time,
the store of this notebook. Refuses to decide: options, identity, runs and texts live in
their own modules.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ckpt_magic.core.errors import CheckpointError, OperationStoppedError
from ckpt_magic.core.events import Event
from ckpt_magic.core.settings import Settings
from ckpt_magic.magics.arguments import parse_cell_options
from ckpt_magic.magics.complete import CKPT_HELP, complete
from ckpt_magic.magics.printer import Printer
from ckpt_magic.magics.refusals import (
    checkpointed,
    not_through_ipython,
    one_at_a_time,
    refuse_stack,
)
from ckpt_magic.magics.session import Session
from ckpt_magic.magics.source import captures_output, show_magic_again, split, transform
from ckpt_magic.magics.tracebacks import CleanTracebacks
from ckpt_magic.magics.tree import CellRejectedError, CellTransformer
from ckpt_magic.panel.text import refusal_line

if TYPE_CHECKING:
    from ckpt_magic.magics.display import Display
    from ckpt_magic.magics.offering import Offer
    from ckpt_magic.magics.running import CellRun, Program


class Extension:
    """What ``%load_ext ckpt_magic`` adds to a shell."""

    def __init__(self, shell: Any) -> None:
        self.session = Session.of(shell)
        self.session.offer = self._offered
        self._printer = Printer()
        self._tree = CellTransformer(self._prepare)
        self._tracebacks = CleanTracebacks(shell)
        self._waiting: tuple[Program, Settings] | None = None
        self._run: CellRun | None = None
        self._display: Display | None = None
        self._offer: Offer | None = None
        self._refusal: CheckpointError | OperationStoppedError | None = None
        self._run_of: Any = None

    def install(self) -> None:
        """Register magics, transformers and events with the shell."""
        shell = self.session.shell
        shell.input_transformers_cleanup.append(transform)
        shell.ast_transformers.append(self._tree)
        shell.events.register("pre_run_cell", self._before_cell)
        shell.events.register("post_run_cell", self._after_cell)
        for kind, name, function in self._magics():
            shell.register_magic_function(function, kind, name)
        shell.set_hook("complete_command", self._complete, str_key="%ckpt")

    def uninstall(self) -> None:
        """Take back what `install` registered, and the buttons that nobody answers any more."""
        shell = self.session.shell
        if self._offer is not None:
            self._offer.close()
        shell.input_transformers_cleanup.remove(transform)
        if self._tree in shell.ast_transformers:
            shell.ast_transformers.remove(self._tree)
        shell.events.unregister("pre_run_cell", self._before_cell)
        shell.events.unregister("post_run_cell", self._after_cell)
        for kind, name, _ in self._magics():
            shell.magics_manager.magics[kind].pop(name, None)

    def _magics(self) -> tuple[tuple[str, str, Callable[..., Any]], ...]:
        return (
            ("line", "ckpt", self._ckpt),
            ("line", "ckpt_begin", self._begin),
            ("line", "ckpt_refuse", refuse_stack),
            ("line", "ckpt_surface", self._surface),
            ("cell", "checkpointed", checkpointed),
        )

    def _ckpt(self, line: str) -> Any:
        from ckpt_magic.magics.line import LineMagic  # noqa: PLC0415 (as above)

        return LineMagic(self.session).run(line)

    _ckpt.__doc__ = CKPT_HELP

    def _complete(self, _shell: Any, event: Any) -> list[str]:
        try:
            operations = self.session.place.operations()
        except CheckpointError:
            operations = ()  # commands can be completed whatever lies in the store's place
        return complete(event.line, [operation.id for operation in operations])

    def list_interrupted(self) -> None:
        """Tell the person which operations of this notebook can go on, or why nobody knows."""
        try:
            if not self._offered():
                self._printer.list_interrupted(self.session.place.operations())
        except CheckpointError as error:
            self._printer.say(refusal_line(error))

    def _offered(self) -> bool:
        """Whether a front end shows them with buttons: only where a person reads it."""
        place = self.session.place
        if place.notebook is None or not hasattr(self.session.shell, "kernel") or not place.exists:
            return False
        from ckpt_magic.magics.offering import Offer  # noqa: PLC0415 (only where there is a store)

        self._offer = self._offer or Offer(self.session)
        return self._offer.show()

    def _prepare(self, module: ast.Module, options: str) -> ast.Module:
        from ckpt_magic.magics import running  # noqa: PLC0415 (loading the extension stays quick)

        settings = parse_cell_options(options, self.session.settings)
        program = running.prepare(module, mark_end=self._marks_end())
        self._waiting = (program, settings)
        return program.tree

    def _marks_end(self) -> bool:
        """Whether a statement of ours may stand last without changing what is displayed."""
        return self.session.shell.ast_node_interactivity not in ("all", "last_expr_or_assign")

    def _begin(self, _line: str) -> None:
        from ckpt_magic.magics import running  # noqa: PLC0415 (loading the extension stays quick)
        from ckpt_magic.magics.display import Display  # noqa: PLC0415 (as above)

        if self._run is not None:
            raise one_at_a_time()
        show_magic_again(self.session.shell.user_ns)
        if self._waiting is None:
            raise not_through_ipython()
        (program, settings), self._waiting = self._waiting, None
        self.session.refused = None
        try:
            run = running.new_run(self.session, program, settings, self._tell)
            self._printer.open(quiet=settings.quiet)
            self._display = Display(
                self._printer, self.session.store_path, run.requests, self._kernel_to_show(settings)
            )
            self.session.requests = run.requests
            run.begin()
            self._run, self._run_of = run, self.session.history.current
        except BaseException as error:
            if isinstance(error, CheckpointError):
                self._refusal = self.session.refused = error
            self._close_display()
            raise
        finally:
            self.session.armed = None
        self._tracebacks.start()
        if self._offer is not None:
            self._offer.close()
        assert run.operation is not None
        self.session.own.add(run.operation.id)

    def _surface(self, _line: str) -> None:
        """Raise again what ``%%capture`` caught: it was the cell's refusal, not its output."""
        refusal, self._refusal = self._refusal, None
        if refusal is not None:
            raise refusal

    def _before_cell(self, info: Any) -> None:
        self.session.history.starts(info)

    def _after_cell(self, result: Any) -> None:
        info = getattr(result, "info", None)
        error = getattr(result, "error_before_exec", None) or getattr(result, "error_in_exec", None)
        self._waiting = None
        run = self._run if info is self._run_of else None
        ran = run is not None or not _is_refused(info, error)
        try:
            if run is not None:
                self._end(run, error)
        finally:
            number = getattr(result, "execution_count", None)
            self.session.history.ended(info, ran=ran, number=number)

    def _end(self, run: CellRun, error: BaseException | None) -> None:
        self._run, self._run_of = None, None
        self._tracebacks.stop()
        self._refusal = run.frame.refused
        try:
            run.end(error, reached_end=run.frame.end_reached or not self._marks_end())
        finally:
            self._close_display()

    def _kernel_to_show(self, settings: Settings) -> Any:
        """The kernel to show a panel in; ``None`` where the cell's output is not for a person."""
        if settings.quiet or captures_output(self.session.history.raw_cell()):
            return None
        return getattr(self.session.shell, "kernel", None)

    def _close_display(self) -> None:
        self.session.requests = None
        display, self._display = self._display, None
        if display is not None:
            display.close()

    def _tell(self, event: Event) -> None:
        if self._display is not None:
            self._display.hear(event)
        for listener in tuple(self.session.listeners):
            listener(event)


def _is_refused(info: Any, error: BaseException | None) -> bool:
    """Whether a cell failed because we refused to start it."""
    ours = isinstance(error, CheckpointError | CellRejectedError)
    return ours and info is not None and split((info.raw_cell or "").splitlines(True)) is not None
