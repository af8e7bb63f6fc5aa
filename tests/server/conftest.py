"""A real Jupyter server with the extension, and stores in its folder."""

from __future__ import annotations

import http.cookiejar
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from ckpt_magic.core.model import Operation, OperationKind, Progress, Status
from ckpt_magic.store.contract import Blob, CheckpointDraft, OperationDraft
from ckpt_magic.store.location import FOLDER_NAME
from ckpt_magic.store.signing import load_or_create_key
from ckpt_magic.store.sqlite import SqliteStore

ROOT = Path(__file__).parents[2]
START_S = 60.0


@dataclass(frozen=True)
class Reply:
    """What a server answered."""

    status: int
    data: Any

    @property
    def message(self) -> str:
        """What an error says."""
        assert set(self.data) == {"message", "safe", "fix"}, self.data
        return str(self.data["message"])


@dataclass(frozen=True)
class Server:
    """A server of this test run: where it listens, what it shows, whose environment it has."""

    url: str
    root: Path
    token: str
    environment: Mapping[str, str]
    opener: urllib.request.OpenerDirector = field(default_factory=urllib.request.build_opener)

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        *,
        token: bool = True,
    ) -> Reply:
        """Send a request as it is written, with the token unless told otherwise."""
        data = None if body is None else json.dumps(body).encode()
        sent = dict(headers or {}) | ({"Authorization": f"token {self.token}"} if token else {})
        request = urllib.request.Request(f"{self.url}{path}", data, sent, method=method)
        try:
            with self.opener.open(request, timeout=30) as answer:
                return Reply(answer.status, _loaded(answer.read()))
        except urllib.error.HTTPError as error:
            return Reply(error.code, _loaded(error.read()))

    def get(self, name: str, **query: str) -> Reply:
        """Ask one of the extension's questions."""
        return self.ask("GET", f"ckpt-magic/{name}?{urllib.parse.urlencode(query)}")

    def post(self, name: str, **body: Any) -> Reply:
        """Ask the extension for something."""
        return self.ask("POST", f"ckpt-magic/{name}", body)

    @property
    def state_dir(self) -> Path:
        """Where locks lie for the server and for everybody beside it."""
        return Path(self.environment["CKPT_MAGIC_STATE_DIR"])

    @property
    def key(self) -> bytes:
        """The key of the user whom the server runs for."""
        return load_or_create_key(Path(self.environment["CKPT_MAGIC_KEY_FILE"]))


def _loaded(text: bytes) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text.decode(errors="replace")


def environment_of(home: Path) -> dict[str, str]:
    """An environment in which everything a server or a kernel keeps is below `home`."""
    names = {
        "HOME": "home", "XDG_DATA_HOME": "data", "XDG_CONFIG_HOME": "config",
        "CKPT_MAGIC_STATE_DIR": "state", "JUPYTER_CONFIG_DIR": "jupyter/config",
        "JUPYTER_DATA_DIR": "jupyter/data", "JUPYTER_RUNTIME_DIR": "jupyter/runtime",
        "IPYTHONDIR": "ipython",
    }  # fmt: skip
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CKPT_MAGIC")}
    placed = {name: str(home / folder) for name, folder in names.items()}
    key = {"CKPT_MAGIC_KEY_FILE": str(home / "signing.key"), "PYTHONPATH": str(ROOT)}
    return kept | placed | key


@contextmanager
def started_server(home: Path, *options: str, **environment: str) -> Iterator[Server]:
    """Start a server over ``home/root`` and wait until it answers."""
    root, token, port = home / "root", secrets.token_hex(8), _free_port()
    root.mkdir(parents=True, exist_ok=True)
    variables = environment_of(home) | environment
    command = [
        sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root",
        f"--ServerApp.root_dir={root}", f"--IdentityProvider.token={token}",
        "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", "--ServerApp.port_retries=0",
        '--ServerApp.jpserver_extensions={"ckpt_magic": True}', *options,
    ]  # fmt: skip
    with (home / "server.log").open("wb") as log:
        process = subprocess.Popen(
            command, env=variables, stdout=log, stderr=log, start_new_session=True
        )
    server = Server(f"http://127.0.0.1:{port}/", root, token, variables)
    try:
        _wait_for(server, process, home / "server.log")
        yield server
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_for(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_S
    while True:
        try:
            if server.ask("GET", "api/status").status == 200:
                return
        except OSError:
            pass
        if process.poll() is not None or time.monotonic() > deadline:
            raise AssertionError(f"the server did not start:\n{log.read_text()}")
        time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests; each has a folder of its own in it."""
    with started_server(tmp_path_factory.mktemp("server")) as started:
        yield started


@pytest.fixture
def folder(server: Server) -> Path:
    """A folder that the server shows and no other test uses."""
    return Path(tempfile.mkdtemp(prefix="test-", dir=server.root))


OpenStore = Callable[..., SqliteStore]


@pytest.fixture
def open_store(server: Server, folder: Path) -> OpenStore:
    """Open the store of a notebook in the test's folder, as a kernel of this user would."""

    def opened(name: str = "book", key: bytes | None = None) -> SqliteStore:
        path = folder / FOLDER_NAME / f"{name}.ckpt"
        return SqliteStore(path, state_dir=server.state_dir, key=key or server.key)

    return opened


def begin(store: SqliteStore, notebook: Path, cell_id: str = "cell-1") -> Operation:
    """Begin an operation of a cell; this process runs it."""
    definition = {
        "raw": "%%checkpointed\nfor x in y: pass",
        "notebook": str(notebook),
        "cell_id": cell_id,
        "preceding": [],
        "names": [],
        "values": {},
    }
    draft = OperationDraft(
        name="export", kind=OperationKind.CELL, key=f"cell:{cell_id}", total=20,
        definition=definition,
    )  # fmt: skip
    return store.begin(draft)


def save(store: SqliteStore, operation: Operation, processed: int, size_bytes: int = 100) -> None:
    """Take a checkpoint whose bytes are no pickle: nothing that reads it may load it."""
    draft = CheckpointDraft(
        blobs=[Blob("data", os.urandom(size_bytes))],
        progress=Progress(processed=processed, total=20),
        context={"line": 2, "source": "for x in y: pass", "needed": []},
    )
    store.commit(operation.id, draft)


def interrupted(store: SqliteStore, notebook: Path, cell_id: str = "cell-1") -> Operation:
    """An operation with three checkpoints that a person interrupted."""
    operation = begin(store, notebook, cell_id)
    for processed in (5, 10, 15):
        save(store, operation, processed)
    return store.finish(operation.id, Status.INTERRUPTED, "interrupted by the person")


def write_notebook(path: Path, *cell_ids: str) -> Path:
    """Write a notebook with code cells of these ids."""
    cells = [
        {"cell_type": "code", "id": one, "source": "", "metadata": {}, "outputs": []}
        for one in cell_ids
    ]
    path.write_text(
        json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    )
    return path


def cookie_session(server: Server) -> tuple[Server, str]:
    """The server as a browser sees it that logged in, and its XSRF token."""
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    browser = Server(server.url, server.root, server.token, server.environment, opener)
    browser.ask("GET", f"api/status?token={server.token}", token=False)
    browser.ask("GET", "login", token=False)
    found = {cookie.name: cookie.value for cookie in jar}
    return browser, str(found["_xsrf"])
