"""What a front end asks of this kernel, and the answers.

Responsible for requests and answers as JSON, so that a front end needs one silent expression and
leaves no name in the namespace. Refuses to run a cell: the front end does, so that its output
lands where it belongs.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ckpt_magic.core.errors import (
    CheckpointError,
    CodeChangedError,
    ConsentNeededError,
    InvalidOptionError,
    MissingVariablesError,
)
from ckpt_magic.core.model import Json, Operation
from ckpt_magic.magics import session_of
from ckpt_magic.magics.known import known_store
from ckpt_magic.magics.resuming import (
    cell_of,
    refuse_over,
    refuse_running,
    restore_variables,
)
from ckpt_magic.magics.session import Armed, Session
from ckpt_magic.panel.plain import listing_data


def answer(request: str) -> str:
    r"""Answer a request, both as JSON; an error is an answer too.

    The answer has no quotes and nothing but ASCII in it that a Python literal would write
    otherwise, but for backslashes.

    Examples
    --------
    >>> answer('{"do": "nothing"}')[:13]
    '{"ok": false,'
    """
    try:
        wanted = json.loads(request)
        found = {"ok": True, **_intent(wanted)(_shell_session(), wanted)}
    except CheckpointError as error:
        found = {"ok": False, "error": _error_data(error)}
    return json.dumps(found).replace("'", "\\u0027")


def _shell_session() -> Session:
    from IPython.core.getipython import get_ipython  # noqa: PLC0415 (asked for by front ends only)

    shell = get_ipython()
    if shell is None:
        raise InvalidOptionError("there is no IPython here", fix="ask in a kernel")
    return session_of(shell)


def _intent(wanted: Any) -> Callable[[Session, Any], dict[str, Json]]:
    name = wanted.get("do") if isinstance(wanted, dict) else None
    if name not in _INTENTS:
        raise InvalidOptionError(f"{name!r} cannot be asked", fix="one of: " + ", ".join(_INTENTS))
    return _INTENTS[name]


def _resume(session: Session, wanted: Any) -> dict[str, Json]:
    """Have the next ``%%checkpointed`` cell continue an operation."""
    path, operation = _found(session, wanted)
    refuse_over(operation)
    consent = wanted.get("consent") is True
    session.armed = Armed(
        operation_id=operation.id, store=path, consent=consent, heard=_texts(wanted.get("heard"))
    )
    session.refused = None
    return {"raw": cell_of(operation)}


def _fresh(session: Session, wanted: Any) -> dict[str, Json]:
    """Have the next ``%%checkpointed`` cell start over."""
    path, operation = _found(session, wanted)
    session.armed = Armed(operation_id=operation.id, store=path, fresh=True)
    return {}


def _restore(session: Session, wanted: Any) -> dict[str, Json]:
    path, operation = _found(session, wanted)
    store = session.place.store_at(path)
    checkpoint = store.checkpoints(operation.id)[-1:]
    if not checkpoint:
        raise InvalidOptionError(f"{operation.name} has no checkpoint", safe="nothing was touched")
    return {"text": restore_variables(session, store, checkpoint[0])}


def _refusal(session: Session, _wanted: Any) -> dict[str, Json]:
    """Why the last checkpointed cell did not start."""
    error = session.refused
    return {"refusal": None if error is None else {"kind": _kind(error), **_error_data(error)}}


def _discard(session: Session, wanted: Any) -> dict[str, Json]:
    path, operation = _found(session, wanted)
    refuse_running(operation)
    session.place.store_at(path).discard(operation.id)
    return {}


def _trust(session: Session, wanted: Any) -> dict[str, Json]:
    path = _found(session, wanted)[0] if wanted.get("id") else session.place.path
    session.place.store_at(path).trust()
    return {}


def _list(session: Session, _wanted: Any) -> dict[str, Json]:
    """Tell what a server would that cannot see this kernel's disk."""
    store = known_store(session.place)
    stores = () if store is None else (store,)
    return {"listing": listing_data(session.place.notebook or "", stores, time.time())}


_INTENTS = {
    "resume": _resume,
    "fresh": _fresh,
    "restore": _restore,
    "refusal": _refusal,
    "discard": _discard,
    "trust": _trust,
    "list": _list,
}


def _texts(value: Any) -> frozenset[str]:
    """The texts of a list that a front end sent; nothing else counts."""
    return frozenset(one for one in value if isinstance(one, str)) if value else frozenset()


def _found(session: Session, wanted: Any) -> tuple[Path, Operation]:
    return session.place.holding(str(wanted.get("id", "")))


def _kind(error: CheckpointError) -> str:
    if isinstance(error, ConsentNeededError):
        return "doubts"
    if isinstance(error, MissingVariablesError):
        return "missing"
    return "code" if isinstance(error, CodeChangedError) else "other"


def _error_data(error: CheckpointError) -> dict[str, Json]:
    names = error.names if isinstance(error, MissingVariablesError) else ()
    return {"what": error.what, "safe": error.safe, "fix": error.fix, "names": list(names)}
