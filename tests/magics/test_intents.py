"""What a front end asks of a kernel without leaving a trace in it."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from IPython.core.interactiveshell import InteractiveShell

from ckpt_magic.core.control import Command
from ckpt_magic.core.events import NoticeGiven, OperationResumed
from ckpt_magic.magics import session_of, unload
from ckpt_magic.resume.telling import gone
from tests.magics.conftest import Session

LOOP = """%%checkpointed --name sums --interval 1h --exclude seen
total = 0
for i in range(100):
    seen(i)
    total += i
"""


def ask(session: Session, **request: Any) -> dict[str, Any]:
    """Ask as a front end does, through an expression, and read the literal that comes back."""
    text = json.dumps(request)
    code = "__import__('ckpt_magic.magics.intents', fromlist=['answer']).answer(" + repr(text) + ")"
    before = set(session.shell.user_ns)
    with mock.patch.object(InteractiveShell, "_instance", session.shell):
        reply = session.shell.user_expressions({"answer": code})["answer"]
    assert reply["status"] == "ok", reply
    assert request.get("do") == "restore" or set(session.shell.user_ns) == before
    literal = reply["data"]["text/plain"]
    assert literal.startswith("'"), "always quoted in the same way"
    return dict(json.loads(ast.literal_eval(literal)))


def stop_at(session: Session, item: int, cell: str = LOOP) -> str:
    """Run a cell, stop it at an item, and return the id of its operation."""

    def seen(i: int) -> None:
        if i == item and session.extension.requests is not None:
            session.extension.requests.ask(Command.STOP)

    session.shell.user_ns["seen"] = seen
    session.error(cell)
    return session.extension.place.operations()[-1].id


def test_resume_arms_the_next_checkpointed_cell(new_session: Callable[[], Session]) -> None:
    """In a new kernel, in which nothing else was run, the cell goes on."""
    operation_id = stop_at(new_session(), 40)
    later = new_session()
    found = ask(later, do="resume", id=operation_id)
    assert found["ok"]
    assert found["raw"] == LOOP
    items: list[int] = []
    later.shell.user_ns["seen"] = items.append
    later.run_well(LOOP)
    assert items == list(range(41, 100))
    assert later.extension.armed is None


def test_the_extension_is_loaded_quietly(
    new_session: Callable[[], Session], capsys: pytest.CaptureFixture[str]
) -> None:
    """A kernel that never saw ``%load_ext`` answers, prints nothing and knows the magic."""
    operation_id = stop_at(new_session(), 40)
    later = new_session()
    unload(later.shell)
    capsys.readouterr()
    assert ask(later, do="resume", id=operation_id)["ok"]
    assert "".join(capsys.readouterr()) == ""
    assert session_of(later.shell).armed is not None


def test_fresh_has_the_next_run_start_over(session: Session) -> None:
    """Its source is not touched, and what was kept is kept until it completes."""
    operation_id = stop_at(session, 40)
    assert ask(session, do="fresh", id=operation_id)["ok"]
    items: list[int] = []
    session.shell.user_ns["seen"] = items.append
    session.run_well(LOOP)
    assert items == list(range(100))
    assert len(session.extension.place.operations()) == 1


def test_restore_puts_the_variables_back(new_session: Callable[[], Session]) -> None:
    """And runs nothing."""
    operation_id = stop_at(new_session(), 40)
    later = new_session()
    found = ask(later, do="restore", id=operation_id)
    assert "variables restored" in found["text"]
    assert later.names["total"] == sum(range(41))


def test_missing_variables_are_named(new_session: Callable[[], Session]) -> None:
    """The refusal says which, so that a front end can run the cells that make them."""
    first = new_session()
    first.run_well("import socket\nclient = socket.socket()\nother = socket.socket()")
    cell = LOOP.replace("    total += i", "    total += i + 0 * (client.fileno() > other.fileno())")
    operation_id = stop_at(first, 40, cell)
    later = new_session()
    later.shell.user_ns["seen"] = print
    ask(later, do="resume", id=operation_id)
    later.error(cell)
    refusal = ask(later, do="refusal")["refusal"]
    assert refusal["kind"] == "missing"
    assert refusal["names"] == ["client", "other"]
    assert "could not be saved" in refusal["what"]
    assert "run the cells that make `client`" in refusal["fix"]


def test_what_the_cell_itself_made_is_made_in_another_cell(
    new_session: Callable[[], Session],
) -> None:
    """It is said while it can be changed; the cell does not make it again, another one does."""
    cell = LOOP.replace("    total += i", "    total += i + 0 * client.fileno()").replace(
        "total = 0", "client = socket.socket()\ntotal = 0"
    )
    first = new_session()
    first.run_well("import socket")
    operation_id = stop_at(first, 40, cell)
    notices = [event.notice.text for event in first.heard(NoticeGiven)]
    assert any("better make it in a cell above this one" in text for text in notices)
    later = new_session()
    later.shell.user_ns["seen"] = print
    ask(later, do="resume", id=operation_id)
    later.error(cell)
    refusal = ask(later, do="refusal")["refusal"]
    assert "make `client` in another cell, as this one did" in refusal["fix"]
    later.run_well("import socket\nclient = socket.socket()")
    ask(later, do="resume", id=operation_id)
    later.run_well(cell)
    assert later.names["total"] == sum(range(100))


def test_doubts_wait_for_consent(new_session: Callable[[], Session]) -> None:
    """Told first; with consent it goes on."""
    first = new_session()
    first.run_well("import socket\nunused = socket.socket()")
    operation_id = stop_at(first, 40)
    later = new_session()
    later.shell.user_ns["seen"] = len
    items: list[int] = []
    later.shell.user_ns["seen"] = items.append
    ask(later, do="resume", id=operation_id)
    later.error(LOOP)
    assert ask(later, do="refusal")["refusal"]["kind"] == "doubts"
    assert items == []
    ask(later, do="resume", id=operation_id, consent=True)
    later.run_well(LOOP)
    assert items == list(range(41, 100))
    assert ask(later, do="refusal")["refusal"] is None


def test_what_a_front_end_showed_is_consented_to(new_session: Callable[[], Session]) -> None:
    """One click goes on where all of it stood beside the button."""
    first = new_session()
    first.run_well("import socket\nunused = socket.socket()")
    operation_id = stop_at(first, 40)
    checkpoint = first.extension.place.store().checkpoints(operation_id)[-1]
    heard = [gone(one) for one in checkpoint.manifest.skipped if one.name == "unused"]
    assert heard
    later = new_session()
    items: list[int] = []
    later.shell.user_ns["seen"] = items.append
    ask(later, do="resume", id=operation_id, heard=heard)
    later.run_well(LOOP)
    assert items == list(range(41, 100))


def test_an_edited_way_is_told_as_such(new_session: Callable[[], Session]) -> None:
    """With the difference in its words."""
    operation_id = stop_at(new_session(), 40)
    later = new_session()
    later.shell.user_ns["seen"] = len
    ask(later, do="resume", id=operation_id)
    later.error(LOOP.replace("range(100)", "range(101)"))
    refusal = ask(later, do="refusal")["refusal"]
    assert refusal["kind"] == "code"
    assert "for i in range(100)" in refusal["what"]


def test_what_cannot_be_asked_is_answered_with_its_reason(session: Session) -> None:
    """Nonsense, unknown ids and impossible wishes are no exceptions in the kernel."""
    assert not ask(session, do="nothing")["ok"]
    assert not ask(session)["ok"]
    found = ask(session, do="resume", id="it's-none")
    assert found["error"]["what"] == 'there is no operation "it\'s-none"'
    session.run_well(LOOP.replace("    seen(i)\n", ""))
    operation_id = session.extension.place.operations()[0].id
    assert "completed" in ask(session, do="resume", id=operation_id)["error"]["what"]


def test_an_operation_in_another_store_beside_is_found(
    new_session: Callable[[], Session], tmp_path: Path
) -> None:
    """As after the notebook was renamed while its new name has a store already."""
    first = new_session()
    operation_id = stop_at(first, 40)
    own = first.extension.place.path
    own.rename(own.with_name("old.ckpt"))
    later = new_session()
    later.run_well("%%checkpointed --name other\nfor i in range(3): pass")
    items: list[int] = []
    later.shell.user_ns["seen"] = items.append
    assert ask(later, do="resume", id=operation_id)["ok"]
    later.run_well(LOOP)
    assert items == list(range(41, 100))
    assert later.heard(OperationResumed)[0].operation.id == operation_id
    assert tmp_path.exists()


def test_list_tells_what_a_server_would(session: Session) -> None:
    """For kernels on another machine."""
    operation_id = stop_at(session, 40)
    (store,) = ask(session, do="list")["listing"]["stores"]
    assert [one["id"] for one in store["operations"]] == [operation_id]
    assert store["operations"][0]["status"] == "interrupted"
    assert store["trusted"]


def test_discard(session: Session) -> None:
    """It is gone."""
    operation_id = stop_at(session, 40)
    assert ask(session, do="discard", id=operation_id)["ok"]
    assert session.extension.place.operations() == ()
