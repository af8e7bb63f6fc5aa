"""A shell of its own for every test, with a store in a folder of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from ckpt_magic.core.events import Event
from ckpt_magic.magics import load, session_of, unload
from ckpt_magic.magics.session import Session as Loaded


class Session:
    """One kernel's worth of a notebook: a shell with the extension loaded."""

    def __init__(self) -> None:
        config = Config()
        config.HistoryManager.enabled = False
        config.InteractiveShell.colors = "nocolor"
        self.shell: Any = InteractiveShell(config=config)
        load(self.shell)
        self.extension: Loaded = session_of(self.shell)
        self.events: list[Event] = []
        self.extension.listeners.append(self.events.append)

    @property
    def names(self) -> dict[str, Any]:
        """The namespace of the notebook."""
        return dict(self.shell.user_ns)

    def run(self, code: str) -> Any:
        """Run a cell as a front end does; returns IPython's result."""
        return self.shell.run_cell(code, store_history=True)

    def run_well(self, code: str) -> Any:
        """Run a cell that must succeed; returns the value of its last expression."""
        result = self.run(code)
        result.raise_error()
        return result.result

    def error(self, code: str) -> BaseException:
        """Run a cell that must fail; returns its error."""
        result = self.run(code)
        error = result.error_before_exec or result.error_in_exec
        assert error is not None, "the cell went through"
        return error

    def heard(self, kind: type) -> list[Any]:
        """Events of one kind so far."""
        return [event for event in self.events if isinstance(event, kind)]

    def close(self) -> None:
        """Unload the extension, as the end of a kernel does."""
        unload(self.shell)


@pytest.fixture
def new_session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Session]]:
    """Make sessions that share one store, one after the other."""
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("CKPT_MAGIC_DIR", str(tmp_path / "store"))
    monkeypatch.setenv("CKPT_MAGIC_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.setenv("CKPT_MAGIC_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    sessions: list[Session] = []

    def make() -> Session:
        for earlier in sessions:
            earlier.close()
        sessions.append(Session())
        return sessions[-1]

    yield make
    for session in sessions:
        session.close()


@pytest.fixture
def session(new_session: Callable[[], Session]) -> Session:
    """A session in a fresh folder."""
    return new_session()
