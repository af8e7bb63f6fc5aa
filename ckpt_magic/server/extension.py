"""The extension loaded into a Jupyter server.

Responsible for the wiring: routes, the server's root, its event of a renamed notebook. Refuses
to answer requests itself.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
from jupyter_core.utils import ensure_async
from jupyter_server.utils import url_path_join

from ckpt_magic.server.handlers import ROUTES, Desk
from ckpt_magic.server.listing import Library
from ckpt_magic.server.moves import Holder, Moves
from ckpt_magic.server.places import Places
from ckpt_magic.server.reading import ViewCache
from ckpt_magic.store.lease import runs_here
from ckpt_magic.store.location import state_dir_of

CONTENTS_EVENTS = "https://events.jupyter.org/jupyter_server/contents_service/v1"
BASE = "ckpt-magic"


def _load_jupyter_server_extension(server: Any) -> None:
    """Add the routes, and listen for renamed notebooks."""
    desk = desk_of(server.contents_manager, os.environ, server.log)
    base = url_path_join(server.base_url, BASE)
    routes = [(url_path_join(base, name), handler, {"desk": desk}) for name, handler in ROUTES]
    server.web_app.add_handlers(".*$", routes)
    if desk.moves is not None:
        follower = Follower(server, desk.moves)
        server.event_logger.add_listener(schema_id=CONTENTS_EVENTS, listener=follower.hear)


def desk_of(manager: Any, environment: Mapping[str, str], log: logging.Logger) -> Desk:
    """Return what requests are answered with; nothing where notebooks are no files on a disk."""
    if not (hasattr(manager, "root_dir") and hasattr(manager, "_get_os_path")):
        return Desk(library=None, moves=None)
    root = Path(os.path.abspath(manager.root_dir))
    places = Places(root=root, environment=environment, hidden=bool(manager.allow_hidden))
    library = Library(places, ViewCache(environment))
    moves = Moves(places.store_of, state_dir_of(environment), _is_alive, log)
    return Desk(library=library, moves=moves)


def _is_alive(holder: Holder) -> bool:
    return runs_here(holder.pid, holder.started_at)


class Follower:
    """Hears what the server's contents manager did, and lets stores follow."""

    def __init__(self, server: Any, moves: Moves) -> None:
        self._server = server
        self._moves = moves

    async def hear(self, logger: Any, schema_id: str, data: Mapping[str, Any]) -> None:  # noqa: ARG002 (the event system passes three)
        """Take note of a rename, and move what can be moved at once."""
        if data.get("action") != "rename":
            return
        source, target = data.get("source_path"), data.get("path")
        if not isinstance(source, str) or not isinstance(target, str):
            return
        manager = self._server.contents_manager
        before, now = (Path(manager._get_os_path(one)) for one in (source, target))
        holders = await self._holders({source.strip("/"), target.strip("/")})
        self._moves.renamed(before, now, holders)
        await asyncio.to_thread(self._moves.settle)

    async def _holders(self, notebooks: set[str]) -> tuple[Holder, ...]:
        """Return the processes of the kernels that run any of the notebooks now."""
        sessions = await ensure_async(self._server.session_manager.list_sessions())
        kernels = [
            one["kernel"]["id"]
            for one in sessions
            if str(one.get("path", "")).strip("/") in notebooks and one.get("kernel")
        ]
        found = [self._holder(kernel_id) for kernel_id in kernels]
        return tuple(one for one in found if one is not None)

    def _holder(self, kernel_id: str) -> Holder | None:
        """Return a kernel's process, where it is one of this machine."""
        with suppress(KeyError, AttributeError, psutil.Error):
            provisioner = self._server.kernel_manager.get_kernel(kernel_id).provisioner
            pid = getattr(provisioner, "pid", None)
            if isinstance(pid, int):
                return Holder(pid, psutil.Process(pid).create_time())
        return None
