"""``%ckpt``: one command, one method.

Responsible for reading the command line and printing the answer. Refuses to do the work.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable
from typing import Any

from ckpt_magic.core.errors import InvalidOptionError, OperationNotFoundError
from ckpt_magic.core.model import Checkpoint, Operation
from ckpt_magic.core.retention import KeepLast
from ckpt_magic.core.settings import parse_settings, settings_as_options
from ckpt_magic.core.units import format_size
from ckpt_magic.magics.arguments import split_words
from ckpt_magic.magics.complete import COMMANDS
from ckpt_magic.magics.resuming import (
    refuse_over,
    refuse_running,
    restore_variables,
    run_again,
)
from ckpt_magic.magics.session import Session
from ckpt_magic.panel.text import aligned, operation_details, operation_table


class LineMagic:
    """The commands behind ``%ckpt``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def run(self, line: str) -> Any:
        """Run one command; `complete.CKPT_HELP` lists them."""
        words = split_words(line) or ["list"]
        command = self._commands().get(words[0])
        if command is None:
            near = difflib.get_close_matches(words[0], COMMANDS, n=1)
            hint = f"did you mean {near[0]}? " if near else ""
            raise InvalidOptionError(
                f"%ckpt {words[0]}: there is no such command",
                fix=f"{hint}commands: " + ", ".join(COMMANDS),
            )
        return command(words[1:])

    def _commands(self) -> dict[str, Callable[[list[str]], Any]]:
        return {
            "list": self._list,
            "resume": self._resume,
            "restore": self._restore,
            "show": self._show,
            "discard": self._discard,
            "prune": self._prune,
            "verify": self._verify,
            "panel": self._panel,
            "trust": self._trust,
            "config": self._config,
        }

    def _list(self, words: list[str]) -> None:
        _no_more(words)
        _print(operation_table(self._session.place.operations()))

    def _resume(self, words: list[str]) -> None:
        operation = self._operation(words) if words else self._newest_stopped()
        _no_more(words[1:])
        refuse_over(operation)
        error = run_again(self._session, operation, self._session.place.path, consent=True)
        if error is not None:
            raise _AlreadyShownError(error)

    def _restore(self, words: list[str]) -> None:
        checkpoint = self._checkpoint(words)
        _no_more(words[1:])
        done = restore_variables(self._session, self._session.place.store(), checkpoint)
        skipped = [f"`{s.name}` was not saved: {s.reason}" for s in checkpoint.manifest.skipped]
        _print("\n".join([done, *skipped]))

    def _show(self, words: list[str]) -> None:
        operation = self._operation(words)
        _no_more(words[1:])
        checkpoints = self._session.place.store().checkpoints(operation.id)
        _print(operation_details(operation, checkpoints))

    def _discard(self, words: list[str]) -> None:
        operation = self._operation(words)
        _no_more(words[1:])
        refuse_running(operation)
        self._session.place.store().discard(operation.id)
        _print(f"{operation.id} discarded")

    def _prune(self, words: list[str]) -> None:
        keep = 1
        if "--keep" in words:
            at = words.index("--keep")
            keep = parse_settings({"keep": (words[at + 1 : at + 2] or [""])[0]}).keep
            del words[at : at + 2]
        operations = [self._operation(words)] if words else list(self._session.place.operations())
        _no_more(words[1:])
        if not operations:
            _print("no operations here yet")
            return
        store = self._session.place.store()
        for operation in operations:
            sequences = [c.manifest.sequence for c in store.checkpoints(operation.id)]
            store.forget(operation.id, KeepLast(keep).drop(sequences))
        _print(f"{format_size(store.compact())} freed")

    def _verify(self, words: list[str]) -> None:
        _no_more(words)
        if not self._session.place.operations():
            _print("no operations here yet")
            return
        findings = self._session.place.store().verify()
        lines = [f"{f.invariant}: {f.subject}: {f.text}" for f in findings]
        _print("\n".join(lines) if lines else "the store is whole")

    def _panel(self, words: list[str]) -> None:
        _no_more(words)
        if self._session.offer is None or not self._session.offer():
            self._list([])

    def _trust(self, words: list[str]) -> None:
        _no_more(words)
        store = self._session.place.store()
        if store.is_trusted():
            _print("this store is yours already")
            return
        store.trust()
        _print("from now on a resume loads this store: it runs what its author put into it")

    def _config(self, words: list[str]) -> None:
        options = dict(word.partition("=")[::2] for word in words)
        self._session.settings = parse_settings(options, self._session.settings)
        rows = [
            (name, str(value))
            for name, value in settings_as_options(self._session.settings).items()
            if name not in ("name", "fresh", "take")
        ]
        _print(aligned(rows))

    def _newest_stopped(self) -> Operation:
        stopped = [o for o in self._session.place.operations() if o.status.resumable]
        if not stopped:
            raise OperationNotFoundError("nothing was interrupted here", fix="%ckpt list")
        return stopped[-1]

    def _operation(self, words: list[str]) -> Operation:
        if not words:
            raise InvalidOptionError("the id of an operation is missing", fix="%ckpt list")
        if not self._session.place.operations():
            raise OperationNotFoundError("there are no operations here", fix="%ckpt list")
        return self._session.place.store().operation(words[0].partition("@")[0])

    def _checkpoint(self, words: list[str]) -> Checkpoint:
        operation = self._operation(words)
        number = words[0].partition("@")[2]
        checkpoints = self._session.place.store().checkpoints(operation.id)
        found = [c for c in checkpoints if not number or str(c.manifest.sequence) == number]
        if not found:
            raise OperationNotFoundError(
                f"{words[0]}: no such checkpoint", fix=f"%ckpt show {operation.id}"
            )
        return found[-1]


class _AlreadyShownError(Exception):
    """Ends the line magic's cell as failed; the error itself was shown by the cell it ran."""

    def _render_traceback_(self) -> list[str]:
        return []


def _no_more(words: list[str]) -> None:
    if words:
        raise InvalidOptionError(f"{' '.join(words)}: not understood", fix="%ckpt? shows the forms")


def _print(text: str) -> None:
    print(text)  # noqa: T201 (the answer to what was typed)
