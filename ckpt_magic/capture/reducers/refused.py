"""What exists only while its process runs.

Responsible for saying so clearly. Refuses all of it.
"""

from __future__ import annotations

import itertools
import mmap
import socket
import subprocess
import threading
import types
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextvars import Context, ContextVar, Token
from typing import Any, NoReturn

from ckpt_magic.capture.refusal import Refusal
from ckpt_magic.capture.scene import Scene

_RUNNING = "it lives only as long as its process"
_REASONS: dict[type, str] = {
    threading.Thread: "a thread ends with its process",
    threading.local: "values of one thread end with it",
    socket.socket: "a connection ends with its process",
    subprocess.Popen: "a child process cannot be taken over",
    Executor: "a pool of workers ends with its process",
    Future: "work in progress ends with its process",
    mmap.mmap: "a memory map shows a file that goes on changing",
    types.GeneratorType: "a generator's place in its code cannot be saved",
    types.CoroutineType: "a coroutine's place in its code cannot be saved",
    types.AsyncGeneratorType: "a generator's place in its code cannot be saved",
    types.FrameType: "a running frame cannot be saved",
    types.TracebackType: "a traceback holds running frames",
    ContextVar: "a context variable belongs to its process",
    Context: "a context belongs to its process",
    Token: "a context belongs to its process",
    itertools.groupby: "groups share a position that cannot be saved",
}
_BY_NAME = {
    ("_asyncio", "Task"): _RUNNING,
    ("_asyncio", "Future"): _RUNNING,
    ("sqlite3", "Connection"): "a database connection ends with its process",
    ("sqlite3", "Cursor"): "a cursor ends with its connection",
    ("gzip", "GzipFile"): "the state of a compressor cannot be saved",
    ("bz2", "BZ2File"): "the state of a compressor cannot be saved",
    ("lzma", "LZMAFile"): "the state of a compressor cannot be saved",
    ("zipfile", "ZipFile"): "an archive that is being written cannot be saved",
    ("tempfile", "_TemporaryFileWrapper"): "a temporary file goes with its process",
    ("tempfile", "TemporaryDirectory"): "a temporary folder goes with its process",
    ("multiprocessing.process", "BaseProcess"): "a child process cannot be taken over",
    ("multiprocessing.pool", "Pool"): "a pool of workers ends with its process",
    ("weakref", "finalize"): "what is to run at the end of an object cannot be saved",
}


def rule_for(_scene: Scene, kind: type) -> Callable[[Scene, Any], Any] | None:
    """Return the rule for a type of this family."""
    reason = refused_because(kind)
    return None if reason is None else _refusing(reason)


def is_process_local(value: Any) -> bool:
    """Whether a value can never be saved because it belongs to the running process."""
    return refused_because(type(value)) is not None


def refused_because(kind: type) -> str | None:
    """Return why objects of a type are refused; ``None`` when they are not."""
    for base in kind.__mro__:
        reason = _REASONS.get(base) or _BY_NAME.get((base.__module__, base.__name__))
        if reason is not None:
            return reason
    return None


def _refusing(reason: str) -> Callable[[Scene, Any], Any]:
    def refuse(_scene: Scene, obj: Any) -> NoReturn:
        raise Refusal(obj, reason)

    return refuse
