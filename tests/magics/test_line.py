"""``%ckpt``: every command, and what it says when it cannot."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ckpt_magic.core.errors import InvalidOptionError, OperationNotFoundError
from ckpt_magic.magics.complete import COMMANDS, complete
from tests.magics.conftest import Session

FAILING = """\
%%checkpointed --name work --every 1
out = []
for i in range(4):
    out.append(i)
    1 / (2 - i)
"""


@pytest.fixture
def stopped(session: Session) -> Session:
    """A session with one failed operation."""
    assert isinstance(session.error(FAILING), ZeroDivisionError)
    return session


def _id(session: Session) -> str:
    return session.extension.place.operations()[-1].id


def test_list_shows_operations_and_nothing_where_there_are_none(
    session: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    """An empty notebook has no store and gets none by asking."""
    session.run_well("%ckpt list")
    assert "no operations here yet" in capsys.readouterr().out
    session.error(FAILING)
    session.run_well("%ckpt")
    assert "failed" in capsys.readouterr().out


def test_resume_runs_the_cell_from_where_it_was(new_session: Callable[[], Session]) -> None:
    """One command in a new kernel; the code is the operation's own."""
    code = FAILING.replace("1 / (2 - i)", "1 / (2 - i + bonus)")
    first = new_session()
    first.run_well("bonus = 0")
    first.error(code)
    later = new_session()
    later.run_well("bonus = 0.5")
    result = later.run("%ckpt resume")
    assert isinstance(later.names["out"], list)
    assert result.error_in_exec is not None, "the checkpoint's own value of bonus fails again"


def test_restore_puts_variables_back_and_runs_nothing(
    new_session: Callable[[], Session], capsys: pytest.CaptureFixture[str]
) -> None:
    """After a restart the result of a finished cell is one command away."""
    first = new_session()
    first.run_well("%%checkpointed --name work\nout = []\nfor i in range(4):\n    out.append(i)\n")
    later = new_session()
    later.run_well(f"%ckpt restore {_id(later)}")
    assert later.names["out"] == [0, 1, 2, 3]
    assert "variables restored" in capsys.readouterr().out


def test_show_lists_checkpoints_and_variables(
    stopped: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ids may be shortened."""
    stopped.run_well("%ckpt show work")
    shown = capsys.readouterr().out
    assert "ZeroDivisionError" in shown
    assert "@2" in shown
    assert "out" in shown


def test_discard_drops_and_prune_keeps_the_newest(stopped: Session) -> None:
    """What is dropped is gone, what is kept can be read."""
    operation_id = _id(stopped)
    stopped.run_well("%ckpt prune --keep 2")
    assert len(stopped.extension.place.store().checkpoints(operation_id)) == 2
    stopped.run_well(f"%ckpt discard {operation_id}")
    assert stopped.extension.place.operations() == ()


def test_verify_and_trust_speak_of_a_whole_store_of_ours(
    stopped: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both are safe to ask any time."""
    stopped.run_well("%ckpt verify")
    assert "the store is whole" in capsys.readouterr().out
    stopped.run_well("%ckpt trust")
    assert "yours already" in capsys.readouterr().out


def test_config_sets_defaults_for_the_session(session: Session) -> None:
    """Later cells have them, and a wrong one is refused."""
    session.run_well("%ckpt config keep=7 every=2")
    assert session.extension.settings.keep == 7
    assert isinstance(session.error("%ckpt config keep=none"), InvalidOptionError)


@pytest.mark.parametrize(
    ("line", "error", "named"),
    [
        ("%ckpt lst", InvalidOptionError, "did you mean list"),
        ("%ckpt show nothing", OperationNotFoundError, "nothing"),
        ("%ckpt restore work@99", OperationNotFoundError, "@99"),
        ("%ckpt discard", InvalidOptionError, "missing"),
        ("%ckpt list all", InvalidOptionError, "all"),
    ],
)
def test_a_mistake_is_answered_with_what_to_type(
    stopped: Session, line: str, error: type, named: str
) -> None:
    """Two lines that name it."""
    found = stopped.error(line)
    assert isinstance(found, error)
    assert named in str(found)


def test_commands_and_ids_are_completed() -> None:
    """Tab after ``%ckpt`` and behind a command that takes an id."""
    assert set(complete("%ckpt ", [])) == set(COMMANDS)
    assert complete("%ckpt resume wo", ["work-1", "other-2"]) == ["work-1"]
    assert complete("%ckpt list ", ["work-1"]) == []


def test_completion_and_help_are_registered(stopped: Session) -> None:
    """The shell itself offers operation ids; ``%ckpt?`` and ``%%checkpointed?`` explain."""
    _, matches = stopped.shell.complete("w", "%ckpt show w", 12)[:2]
    assert _id(stopped) in matches
    for magic, word in (("ckpt", "restore ID"), ("checkpointed", "--every N")):
        info = stopped.shell.object_inspect(("%%" if magic == "checkpointed" else "%") + magic)
        assert word in info["docstring"]
