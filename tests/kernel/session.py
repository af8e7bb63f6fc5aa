"""A real kernel for a test: started, run in, killed, and read out.

Responsible for speaking with the kernel as a front end does. Refuses to know what is tested.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.manager import KernelManager

REPOSITORY = Path(__file__).resolve().parents[2]
LIMIT_S = 60.0

READ_OUT = """
import json as _json
from tests.conformance.canonical import canonical_namespace as _canonical
print(_json.dumps(_canonical({name: globals()[name] for name in NAMES})))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back for one cell."""

    ok: bool
    text: str
    error: str = ""
    traceback: str = ""
    messages: tuple[tuple[str, dict[str, Any]], ...] = ()


@dataclass(slots=True)
class Notebook:
    """A notebook in `folder`, as far as a kernel can know it.

    With ``known`` the kernel is told path and cell ids, as JupyterLab does.
    """

    folder: Path
    known: bool = True
    environment: dict[str, str] = field(default_factory=dict)

    def kernel(self) -> Kernel:
        """Start a kernel for this notebook."""
        state = self.folder.parent / f"{self.folder.name}-state"
        variables = os.environ | {
            "CKPT_MAGIC_KEY_FILE": str(state / "key"),
            "XDG_CONFIG_HOME": str(state / "config"),
            "XDG_STATE_HOME": str(state / "state"),
            "PYTHONPATH": str(REPOSITORY),
        }
        variables.pop("JPY_SESSION_NAME", None)
        variables.pop("PYTHONDONTWRITEBYTECODE", None)  # many kernels import the same modules
        if self.known:
            variables["JPY_SESSION_NAME"] = str(self.folder / "notebook.ipynb")
        manager = KernelManager(kernel_name="python3")
        manager.start_kernel(cwd=str(self.folder), env=variables | self.environment)
        return Kernel(manager, send_cell_ids=self.known)


class Kernel:
    """One kernel process and a client of it; a context manager that leaves nothing behind."""

    def __init__(self, manager: KernelManager, *, send_cell_ids: bool) -> None:
        self._manager = manager
        self._send_cell_ids = send_cell_ids
        self._client: BlockingKernelClient = manager.blocking_client()
        self._client.start_channels()
        self._client.wait_for_ready(timeout=LIMIT_S)

    def __enter__(self) -> Kernel:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._client.stop_channels()
        self._manager.shutdown_kernel(now=True)

    def begin(self, code: str, cell_id: str = "cell-1") -> str:
        """Send a cell and return the id of its request at once."""
        content = {
            "code": code,
            "silent": False,
            "store_history": True,
            "user_expressions": {},
            "allow_stdin": False,
            "stop_on_error": True,
        }
        metadata = {"cellId": cell_id, "deletedCells": []} if self._send_cell_ids else {}
        message = self._client.session.msg("execute_request", content, metadata=metadata)
        self._client.shell_channel.send(message)
        return str(message["header"]["msg_id"])

    def run(self, code: str, cell_id: str = "cell-1") -> Reply:
        """Run a cell to its end."""
        return self.finish(self.begin(code, cell_id))

    def finish(self, request: str) -> Reply:
        """Wait for the end of a cell and return what it printed and how it ended."""
        texts: list[str] = []
        messages: list[tuple[str, dict[str, Any]]] = []
        failure: dict[str, Any] = {}
        while True:
            kind, content = self._next(request)
            texts.append(_text_of(kind, content))
            messages.append((kind, content))
            if kind == "error":
                failure = content
            if kind == "status" and content["execution_state"] == "idle":
                break
        return Reply(
            ok=not failure,
            text="".join(texts),
            error=str(failure.get("ename", "")),
            traceback="\n".join(failure.get("traceback", [])),
            messages=tuple(messages),
        )

    def replied(self, request: str) -> str:
        """Return how a request ended (``ok``, ``error``, ``aborted``), as the front end hears."""
        while True:
            reply = self._client.get_shell_msg(timeout=LIMIT_S)
            if reply["parent_header"].get("msg_id") == request:
                return str(reply["content"]["status"])

    def wait_for_text(self, request: str, wanted: str) -> None:
        """Return as soon as the running cell has printed `wanted`."""
        seen = ""
        while wanted not in seen:
            kind, content = self._next(request)
            seen += _text_of(kind, content)
            over = kind == "error" or content.get("execution_state") == "idle"
            assert not over, f"the cell ended before it printed {wanted!r}: {content} {seen}"

    def kill(self) -> None:
        """Kill the kernel process with SIGKILL, in the middle of whatever it does."""
        pid = self.pid
        os.kill(pid, signal.SIGKILL)
        deadline = time.monotonic() + LIMIT_S
        while self._manager.is_alive() and time.monotonic() < deadline:
            time.sleep(0.01)

    def interrupt(self) -> None:
        """Interrupt the kernel, as the stop button does."""
        self._manager.interrupt_kernel()

    @property
    def pid(self) -> int:
        """The process id of the kernel."""
        return int(self._manager.provisioner.pid)

    def namespace(self, names: Sequence[str]) -> dict[str, str]:
        """Return canonical texts of `names`."""
        reply = self.run(f"NAMES = {list(names)!r}\n{READ_OUT}", "read-out")
        assert reply.ok, reply.traceback
        found: dict[str, str] = json.loads(reply.text.strip().splitlines()[-1])
        return found

    def _next(self, request: str) -> tuple[str, dict[str, Any]]:
        deadline = time.monotonic() + LIMIT_S
        while time.monotonic() < deadline:
            try:
                message = self._client.get_iopub_msg(timeout=1)
            except queue.Empty:
                assert self._manager.is_alive(), "the kernel died"
                continue
            if message["parent_header"].get("msg_id") == request:
                return message["msg_type"], message["content"]
        raise TimeoutError(f"the kernel said nothing for {LIMIT_S} s")


def _text_of(kind: str, content: dict[str, Any]) -> str:
    if kind == "stream":
        return str(content["text"])
    if kind in ("execute_result", "display_data"):
        return str(content["data"].get("text/plain", ""))
    return ""
