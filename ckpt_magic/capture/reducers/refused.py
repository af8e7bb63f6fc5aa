"""What exists only while its process runs.

Responsible for saying so clearly. Refuses all of it.
"""

from __future__ import annotations

from collections.abc import Callable
from types import GeneratorType
from typing import Any, NoReturn

from ckpt_magic.capture.refusal import Refusal
from ckpt_magic.capture.scene import Scene

_ENDS = "ends with its process"
_CODE = "place in its code cannot be saved"
_BY_NAME = {
    ("threading", "Thread"): f"a thread {_ENDS}",
    ("_thread", "_local"): "values of one thread end with it",
    ("_socket", "socket"): f"a connection {_ENDS}",
    ("subprocess", "Popen"): "a child process cannot be taken over",
    ("multiprocessing.process", "BaseProcess"): "a child process cannot be taken over",
    ("multiprocessing.pool", "Pool"): f"a pool of workers {_ENDS}",
    ("concurrent.futures._base", "Executor"): f"a pool of workers {_ENDS}",
    ("concurrent.futures._base", "Future"): f"work in progress {_ENDS}",
    ("_asyncio", "Task"): f"work in progress {_ENDS}",
    ("_asyncio", "Future"): f"work in progress {_ENDS}",
    ("mmap", "mmap"): "a memory map shows a file that goes on changing",
    ("builtins", "generator"): f"a generator's {_CODE}",
    ("builtins", "coroutine"): f"a coroutine's {_CODE}",
    ("builtins", "async_generator"): f"a generator's {_CODE}",
    ("builtins", "frame"): "a running frame cannot be saved",
    ("builtins", "traceback"): "a traceback holds running frames",
    ("_contextvars", "ContextVar"): "a context variable belongs to its process",
    ("_contextvars", "Context"): "a context belongs to its process",
    ("_contextvars", "Token"): "a context belongs to its process",
    ("itertools", "groupby"): "groups share a position that cannot be saved",
    ("sqlite3", "Connection"): f"a database connection {_ENDS}",
    ("sqlite3", "Cursor"): "a cursor ends with its connection",
    ("gzip", "GzipFile"): "the state of a compressor cannot be saved",
    ("bz2", "BZ2File"): "the state of a compressor cannot be saved",
    ("lzma", "LZMAFile"): "the state of a compressor cannot be saved",
    ("zipfile", "ZipFile"): "an archive that is being written cannot be saved",
    ("tempfile", "_TemporaryFileWrapper"): "a temporary file goes with its process",
    ("tempfile", "TemporaryDirectory"): "a temporary folder goes with its process",
    ("matplotlib.artist", "Artist"): "a figure belongs to the plotting of its process",
    ("weakref", "finalize"): "what is to run at the end of an object cannot be saved",
}


def rule_for(_scene: Scene, kind: type) -> Callable[[Scene, Any], Any] | None:
    """Return the rule for a type of this family."""
    reason = refused_because(kind)
    if kind is GeneratorType:
        return _generator
    return None if reason is None else _refusing(reason)


def is_process_local(value: Any) -> bool:
    """Whether a value can never be saved because it belongs to the running process."""
    return refused_because(type(value)) is not None


def refused_because(kind: type) -> str | None:
    """Return why objects of a type are refused; ``None`` when they are not."""
    for base in kind.__mro__:
        reason = _BY_NAME.get((base.__module__, base.__name__))
        if reason is not None:
            return reason
    return None


def done_generator() -> Any:
    """Return a generator that is done, as one that was saved when it was done."""
    nothing: tuple[Any, ...] = ()
    done = (one for one in nothing)
    next(done, None)
    return done


def _generator(_scene: Scene, generator: Any) -> Any:
    if generator.gi_frame is None:
        return done_generator, ()
    raise Refusal(generator, _BY_NAME["builtins", "generator"])


def _refusing(reason: str) -> Callable[[Scene, Any], Any]:
    def refuse(_scene: Scene, obj: Any) -> NoReturn:
        raise Refusal(obj, reason)

    return refuse
