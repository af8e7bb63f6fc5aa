"""The requests: parsed, authorized, answered in a thread.

Responsible for HTTP: arguments, status codes, errors as data. Refuses to know stores: it hands a
path to `listing` or `actions`, and what they return to the browser.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

from jupyter_core.utils import ensure_async
from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from tornado import web

from ckpt_magic.core.errors import (
    CheckpointError,
    InvalidOptionError,
    OperationNotFoundError,
    StoreFullError,
    StoreLockedError,
)
from ckpt_magic.core.model import Json
from ckpt_magic.server import actions
from ckpt_magic.server.listing import Library
from ckpt_magic.server.moves import Moves
from ckpt_magic.server.tokens import check_id, parse_token

_STATUSES = (
    (InvalidOptionError, HTTPStatus.BAD_REQUEST),
    (OperationNotFoundError, HTTPStatus.NOT_FOUND),
    (StoreLockedError, HTTPStatus.CONFLICT),
    (StoreFullError, HTTPStatus.INSUFFICIENT_STORAGE),
)
"""What an error of ours means in HTTP; the others mean that the store takes no such request."""


_readers_too: Callable[[Any], Any] = authorized(action="read")
"""For a request that is a POST by its form only."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What all requests are answered with; ``library`` is ``None`` where notebooks are no files."""

    library: Library | None
    moves: Moves | None


class DeskHandler(APIHandler):
    """A request about stores."""

    auth_resource = "contents"

    def initialize(self, desk: Desk) -> None:
        """Take the desk that the extension set up."""
        self.desk = desk

    @property
    def library(self) -> Library:
        """All stores; where the server sees none, nothing is found."""
        if self.desk.library is None:
            raise OperationNotFoundError("this server keeps no notebooks on a disk")
        return self.desk.library

    async def answer(self, act: Callable[[], Json]) -> None:
        """Do what may take a while in a thread, and send what it returns."""
        self.finish(json.dumps(await asyncio.to_thread(act), allow_nan=False))

    def store(self, token: str) -> Path:
        """Return the store's file that a request names."""
        return self.library.places.path_of(parse_token(token))

    def body(self) -> dict[str, Json]:
        """Return the request's JSON object."""
        found = self.get_json_body()
        if not isinstance(found, dict):
            raise InvalidOptionError("expected a JSON object")
        return found

    def text(self, name: str) -> str:
        """Return a text that the request's JSON must have."""
        value = self.body().get(name)
        if not isinstance(value, str):
            raise InvalidOptionError(f"{name!r} must be a text")
        return value

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Send every error as ``{message, safe, fix}``."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        if not isinstance(error, CheckpointError):
            self.send_problem(_http_message(status_code, error))
            return
        kinds = (status for kind, status in _STATUSES if isinstance(error, kind))
        self.set_status(next(kinds, HTTPStatus.UNPROCESSABLE_ENTITY))
        self.send_problem(error.what, error.safe, error.fix)

    def send_problem(self, message: str, safe: str = "", fix: str = "") -> None:
        """Send what went wrong."""
        self.finish(json.dumps({"message": message, "safe": safe, "fix": fix}))

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """Log what nobody expected; a refusal is an answer like any other."""
        if not isinstance(value, CheckpointError):
            super().log_exception(typ, value, tb)


class OperationsHandler(DeskHandler):
    """``GET operations?path=``: all stores of a notebook or a folder."""

    _track_activity = False  # a page that looks every second keeps no server busy

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """List them."""
        shown = self.get_query_argument("path", "", strip=False).strip("/")
        library, moves = self.library, self.desk.moves
        path = await self._os_path(shown)

        def listed() -> Json:
            if moves is not None:
                moves.settle()
            return library.listing(shown, path)

        await self.answer(listed)

    async def _os_path(self, shown: str) -> Path:
        """Return where a path of the contents manager is on disk, by its own rules."""
        manager: Any = self.contents_manager
        if not manager.allow_hidden and await ensure_async(manager.is_hidden(shown)):
            raise web.HTTPError(HTTPStatus.NOT_FOUND, "there is nothing to see here")
        return Path(manager._get_os_path(shown))


class OperationHandler(DeskHandler):
    """``GET operation?store=&id=``: one operation in full."""

    _track_activity = False

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Show it."""
        library = self.library
        store = self.store(self.get_query_argument("store", ""))
        operation_id = check_id(self.get_query_argument("id", ""))
        await self.answer(lambda: library.details(store, operation_id))


class ControlHandler(DeskHandler):
    """``POST control {store, id, command}``."""

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Ask something of a loop that runs."""
        library, store, command = self.library, self.store(self.text("store")), self.text("command")
        operation_id = check_id(self.text("id"))
        await self.answer(lambda: actions.control(library, store, operation_id, command))


class DiscardHandler(DeskHandler):
    """``POST discard {store, id}``."""

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Drop an operation."""
        library, store = self.library, self.store(self.text("store"))
        operation_id = check_id(self.text("id"))
        await self.answer(lambda: actions.discard(library, store, operation_id))


class PruneHandler(DeskHandler):
    """``POST prune {store, id?, keep}``."""

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Drop old checkpoints."""
        library, store, body = self.library, self.store(self.text("store")), self.body()
        operation_id = None if body.get("id") is None else check_id(self.text("id"))
        keep = body.get("keep")
        if not isinstance(keep, int) or isinstance(keep, bool):
            raise InvalidOptionError("'keep' must be a whole number")
        await self.answer(lambda: actions.prune(library, store, operation_id, keep))


class CompactHandler(DeskHandler):
    """``POST compact {store}``."""

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Give unused space back."""
        store = self.store(self.text("store"))
        await self.answer(lambda: actions.compact(store))


class TrustHandler(DeskHandler):
    """``POST trust {store}``."""

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Sign a store with this user's key."""
        store = self.store(self.text("store"))
        await self.answer(lambda: actions.trust(store))


class VerifyHandler(DeskHandler):
    """``POST verify {store}``: it reads only, but all of the store."""

    @web.authenticated
    @_readers_too
    async def post(self) -> None:
        """Check a store."""
        library, store = self.library, self.store(self.text("store"))
        await self.answer(lambda: actions.verify(library, store))


def _http_message(status_code: int, error: BaseException | None) -> str:
    if isinstance(error, web.HTTPError) and error.log_message:
        try:
            return error.log_message % error.args if error.args else error.log_message
        except TypeError:
            return error.log_message
    try:
        return HTTPStatus(status_code).phrase
    except ValueError:
        return "unknown error"


ROUTES: tuple[tuple[str, type[DeskHandler]], ...] = (
    ("operations", OperationsHandler),
    ("operation", OperationHandler),
    ("control", ControlHandler),
    ("discard", DiscardHandler),
    ("prune", PruneHandler),
    ("compact", CompactHandler),
    ("trust", TrustHandler),
    ("verify", VerifyHandler),
)
"""What is under ``<base_url>/ckpt-magic/``."""
