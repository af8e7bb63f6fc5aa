"""Who may ask what, and what nobody can reach by asking."""

from __future__ import annotations

import os
import urllib.parse
from pathlib import Path

import pytest

from ckpt_magic.store.location import FOLDER_NAME
from tests.server.conftest import (
    OpenStore,
    Server,
    cookie_session,
    interrupted,
    started_server,
)

QUESTIONS = ("operations", "operation")
WISHES = ("control", "discard", "prune", "compact", "trust", "verify")


@pytest.mark.parametrize("name", QUESTIONS + WISHES)
def test_without_a_token_nothing_is_answered(server: Server, name: str) -> None:
    """Whoever is not logged in learns nothing and changes nothing."""
    method = "GET" if name in QUESTIONS else "POST"
    reply = server.ask(method, f"ckpt-magic/{name}", {} if method == "POST" else None, token=False)
    assert reply.status == 403
    assert reply.message
    wrong = {"Authorization": "token wrong"}
    assert server.ask("GET", "ckpt-magic/operations", headers=wrong, token=False).status == 403


def test_a_page_of_another_site_cannot_ask_for_anything(
    server: Server, folder: Path, open_store: OpenStore
) -> None:
    """A browser that is logged in must prove that the wish came from Jupyter's own page."""
    operation = interrupted(open_store(), folder / "book.ipynb")
    token = f"{folder.name}/{FOLDER_NAME}/book.ckpt"
    browser, xsrf = cookie_session(server)
    body = {"store": token, "id": operation.id}
    forged = browser.ask("POST", "ckpt-magic/discard", body, token=False)
    assert forged.status == 403
    assert "_xsrf" in forged.message
    assert open_store().operations()[0].id == operation.id
    proof = {"X-XSRFToken": xsrf}
    assert browser.ask("POST", "ckpt-magic/discard", body, proof, token=False).status == 200
    assert open_store().operations() == ()


def test_a_user_who_may_only_read(tmp_path: Path) -> None:
    """Where an authorizer allows reading alone, lists and checks are answered, wishes are not."""
    readers = tmp_path / "readers.py"
    readers.write_text(
        "from jupyter_server.auth import Authorizer\n"
        "class Readers(Authorizer):\n"
        "    def is_authorized(self, handler, user, action, resource):\n"
        "        return action == 'read' and resource in ('contents', 'api', 'server')\n"
    )
    path = os.pathsep.join([str(tmp_path), str(Path(__file__).parents[2])])
    option = "--ServerApp.authorizer_class=readers.Readers"
    with started_server(tmp_path, option, PYTHONPATH=path) as server:
        from ckpt_magic.store.sqlite import SqliteStore

        store = SqliteStore(
            server.root / FOLDER_NAME / "book.ckpt", state_dir=server.state_dir, key=server.key
        )
        operation = interrupted(store, server.root / "book.ipynb")
        named = {"store": f"{FOLDER_NAME}/book.ckpt", "id": operation.id}
        assert server.get("operations", path="book.ipynb").status == 200
        assert server.get("operation", **named).status == 200
        assert server.post("verify", **named).status == 200
        for wish in ("control", "discard", "prune", "compact", "trust"):
            assert server.post(wish, **named, command="stop", keep=1).status == 403
        assert len(store.checkpoints(operation.id)) == 3


OUTSIDE = (
    "../outside.ipynb",
    "..",
    "a/../../outside.ipynb",
    "..%2foutside.ipynb",
    "%2e%2e/outside.ipynb",
    "%2e%2e%2foutside",
    "/../outside.ipynb",
    "a/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
)


@pytest.mark.parametrize("path", OUTSIDE)
def test_paths_outside_the_root_are_not_found(server: Server, path: str) -> None:
    """However a way out is written, it is not there."""
    reply = server.ask("GET", f"ckpt-magic/operations?path={path}")
    assert reply.status == 404, reply
    assert "outside" not in str(reply.data.get("stores"))


@pytest.mark.parametrize("path", ["/etc/passwd", "//etc/passwd", "/root/x.ipynb"])
def test_an_absolute_path_is_one_below_the_root(server: Server, path: str) -> None:
    """A leading slash means the server's root, as everywhere in Jupyter."""
    reply = server.get("operations", path=path)
    assert (reply.status, reply.data["stores"]) == (200, [])


def test_hidden_folders_stay_hidden(server: Server, folder: Path, open_store: OpenStore) -> None:
    """What the server does not show is not listed, nor reached through a token."""
    interrupted(open_store(), folder / "book.ipynb")
    hidden = folder / ".hidden"
    hidden.mkdir()
    os.rename(folder / FOLDER_NAME, hidden / FOLDER_NAME)
    assert server.get("operations", path=f"{folder.name}/.hidden").status == 404
    token = f"{folder.name}/.hidden/{FOLDER_NAME}/book.ckpt"
    assert server.post("compact", store=token).status == 404


TOKENS = (
    "/etc/passwd",
    "../.ckpt_magic/book.ckpt",
    "a/../../.ckpt_magic/book.ckpt",
    "./.ckpt_magic/book.ckpt",
    "//.ckpt_magic/book.ckpt",
    ".ckpt_magic/../book.ckpt",
    ".ckpt_magic/.ckpt",
    ".ckpt_magic/sub/book.ckpt",
    ".ckpt_magic/book.ipynb",
    "book.ckpt",
    "data:../../signing.ckpt",
    "data:/etc/passwd",
    "data:",
    "dir:book.ckpt",
    "dir:../book.ckpt",
    "file:///etc/x.ckpt",
    ".ckpt_magic/a\0.ckpt",
    ".ckpt_magic/none.ckpt",
    "%2e%2e/.ckpt_magic/book.ckpt",
    "",
)


@pytest.mark.parametrize("token", TOKENS)
@pytest.mark.parametrize("name", ["operation", "compact"])
def test_tokens_that_lead_elsewhere_name_nothing(server: Server, token: str, name: str) -> None:
    """A store is named by its place in a list; nothing else is opened, whatever is typed."""
    before = sorted(path for path in server.root.parent.rglob("*.ckpt"))
    if name == "operation":
        reply = server.get(name, store=token, id="export-1a2b3c")
    else:
        reply = server.post(name, store=token)
    assert reply.status in (400, 404), reply
    assert reply.message
    assert sorted(path for path in server.root.parent.rglob("*.ckpt")) == before


def test_links_are_no_way_out(
    server: Server, folder: Path, open_store: OpenStore, tmp_path: Path
) -> None:
    """Another user's store behind a link is neither read nor changed; the list says why."""
    from ckpt_magic.store.sqlite import SqliteStore

    other = SqliteStore(tmp_path / FOLDER_NAME / "secret.ckpt", state_dir=tmp_path, key=bytes(32))
    operation = interrupted(other, tmp_path / "secret.ipynb")
    interrupted(open_store(), folder / "book.ipynb")
    (folder / FOLDER_NAME / "link.ckpt").symlink_to(other.path)
    way_out = folder / "sub"
    way_out.mkdir()
    (way_out / FOLDER_NAME).symlink_to(tmp_path / FOLDER_NAME)
    listed = server.get("operations", path=folder.name).data["stores"]
    problems = {one["name"]: one["problem"] for one in listed}
    assert problems["book"] is None
    assert problems["link"]["kind"] == "unreadable"
    inside = server.get("operations", path=f"{folder.name}/sub").data["stores"]
    assert [one["operations"] for one in inside] == [[]]
    for token in (
        f"{folder.name}/{FOLDER_NAME}/link.ckpt",
        f"{folder.name}/sub/{FOLDER_NAME}/secret.ckpt",
    ):
        assert server.get("operation", store=token, id=operation.id).status == 404
        assert server.post("discard", store=token, id=operation.id).status == 404
        assert server.post("trust", store=token).status == 404
    assert [one.id for one in other.operations()] == [operation.id]


@pytest.mark.parametrize("bad", ["../x", "a/b", "", "x" * 81, "a b", "a\0b", "*", "é"])
def test_ids_that_cannot_be_any(
    server: Server, folder: Path, open_store: OpenStore, bad: str
) -> None:
    """An id becomes part of a file's name: nothing else than an id is taken for one."""
    open_store()
    token = f"{folder.name}/{FOLDER_NAME}/book.ckpt"
    assert server.get("operation", store=token, id=bad).status == 400
    reply = server.post("control", store=token, id=bad, command="stop")
    assert (reply.status, "not the id" in reply.message) == (400, True)


def test_what_is_not_json_is_refused(server: Server) -> None:
    """A malformed wish is answered with what was expected."""
    for body in ([], "text", {"store": 7}, {"store": None}, {}):
        reply = server.ask("POST", "ckpt-magic/compact", body)
        assert reply.status == 400
        assert reply.message


def test_questions_keep_no_idle_server_busy(server: Server) -> None:
    """A page that looks for operations again and again is no activity."""
    before = server.ask("GET", "api/status?no_track_activity=1").data["last_activity"]
    for _ in range(3):
        server.get("operations", path=urllib.parse.quote("nothing"))
    after = server.ask("GET", "api/status?no_track_activity=1").data["last_activity"]
    assert after == before
