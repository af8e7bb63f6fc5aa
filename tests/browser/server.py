"""A real Jupyter server for the browser tests: isolated, restartable, gone at the end.

Responsible for its process, its folders and what it says over HTTP. Refuses to know what a
page shows.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

REPOSITORY = Path(__file__).resolve().parents[2]
EXTENSION = "ckpt-magic-labextension"
TOKEN = "browser-tests"  # a server for one session, on this machine alone
LIMIT_S = 60.0
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
NO_NEWS = {"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": False}


class JupyterServer:
    """JupyterLab and Notebook 7 on one free port, over a folder for notebooks.

    ``root`` is what the server serves; everything else it and its kernels write lies beside.
    """

    def __init__(self, place: Path) -> None:
        self._place = place
        self.root = place / "root"
        self.root.mkdir(parents=True)
        self.log = place / "server.log"
        self.port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None
        _install_the_checkout(place)
        _write_json(
            place / "settings/@jupyterlab/apputils-extension/notification.jupyterlab-settings",
            NO_NEWS,
        )

    @property
    def url(self) -> str:
        """Where the server answers, with no slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def kernel_environment(self) -> dict[str, str]:
        """What ckpt_magic is told about its places, in this server and in its kernels."""
        return {
            "CKPT_MAGIC_KEY_FILE": str(self._place / "key"),
            "CKPT_MAGIC_STATE_DIR": str(self._place / "locks"),
            "XDG_CACHE_HOME": str(self._place / "xdg-cache"),
            "XDG_CONFIG_HOME": str(self._place / "xdg-config"),
            "XDG_DATA_HOME": str(self._place / "xdg-data"),
            "XDG_STATE_HOME": str(self._place / "xdg-state"),
        }

    def start(self) -> None:
        """Start the server and return once it answers."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "jupyterlab", *self._arguments()],
                env=self._environment(),
                cwd=self.root,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_die_with_parent,  # noqa: PLW1509 (one system call, takes no lock)
            )
        deadline = time.monotonic() + LIMIT_S
        while not self._answers():
            assert self._process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop the server as ``jupyter server stop`` does: its kernels end with it."""
        if self._process is not None:
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(20)
            self.kill()

    def kill(self) -> None:
        """End the server's process group and every kernel that it left, at once."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(20)
            self._process = None
        for kernel in self._kernel_processes():
            with suppress(psutil.NoSuchProcess):
                kernel.kill()

    def kernel_pid(self, kernel_id: str) -> int:
        """Return the process of a kernel; its id stays the same when it is started again."""
        name = f"kernel-{kernel_id}.json"
        return next(
            int(process.pid)
            for process in self._kernel_processes()
            if any(part.endswith(name) for part in process.info["cmdline"])
        )

    def listing(self, path: str) -> dict[str, Any]:
        """Return what the server extension says about the folder of a notebook."""
        answer: dict[str, Any] = self._call("GET", f"ckpt-magic/operations?path={path}")
        return answer

    def operations(self, path: str) -> list[dict[str, Any]]:
        """Return the operations of a notebook, oldest first."""
        stores = self.listing(path)["stores"]
        return [op for store in stores if store["of_this_notebook"] for op in store["operations"]]

    def tidy(self) -> None:
        """Shut down all kernels and forget settings, so that tests do not see each other."""
        for session in self._call("GET", "api/sessions"):
            with suppress(OSError):
                self._call("DELETE", f"api/sessions/{session['id']}")
        for kind in ("themes", "shortcuts"):
            name = f"settings/@jupyterlab/apputils-extension/{kind}.jupyterlab-settings"
            (self._place / name).unlink(missing_ok=True)

    def _call(self, method: str, path: str) -> Any:
        headers = {"Authorization": f"token {TOKEN}"}
        request = urllib.request.Request(f"{self.url}/{path}", method=method, headers=headers)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.loads(answer.read() or b"null")

    def _answers(self) -> bool:
        try:
            self._call("GET", "api")
        except OSError:
            return False
        return True

    def _kernel_processes(self) -> Iterator[psutil.Process]:
        runtime = str(self._place / "runtime")
        for process in psutil.process_iter(["cmdline"]):
            if any(runtime in part for part in process.info["cmdline"] or ()):
                yield process

    def _arguments(self) -> list[str]:
        return [
            "--no-browser",
            "--allow-root",
            "--ip=127.0.0.1",
            f"--port={self.port}",
            "--port-retries=0",
            f"--IdentityProvider.token={TOKEN}",
            f"--ServerApp.root_dir={self.root}",
            "--LabApp.expose_app_in_browser=True",
            "--JupyterNotebookApp.expose_app_in_browser=True",
            "--LabApp.extension_manager=readonly",
        ]

    def _environment(self) -> dict[str, str]:
        foreign = ("JUPYTER", "JPY_", "CKPT_MAGIC_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
        kept.pop("PYTHONDONTWRITEBYTECODE", None)  # many kernels import the same modules
        places = {
            "IPYTHONDIR": "ipython",
            "JUPYTER_CONFIG_DIR": "config",
            "JUPYTER_DATA_DIR": "data",
            "JUPYTER_PATH": "checkout",
            "JUPYTER_RUNTIME_DIR": "runtime",
            "JUPYTERLAB_SETTINGS_DIR": "settings",
            "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        }
        own = {name: str(self._place / folder) for name, folder in places.items()}
        executables = os.path.dirname(sys.executable) + os.pathsep + kept["PATH"]
        return (
            kept
            | own
            | self.kernel_environment
            | {"PATH": executables, "PYTHONPATH": str(REPOSITORY)}
        )


def _install_the_checkout(place: Path) -> None:
    """Show this checkout's extensions to the server, whatever else is installed."""
    built = REPOSITORY / "ckpt_magic" / "labextension"
    assert (built / "package.json").exists(), f"{built} is not built: npm ci && npm run build"
    extensions = place / "checkout" / "labextensions"
    extensions.mkdir(parents=True)
    shutil.copytree(built, extensions / EXTENSION)  # an older server follows no link out of it
    _write_json(
        place / "config/jupyter_server_config.d/ckpt_magic.json",
        {"ServerApp": {"jpserver_extensions": {"ckpt_magic": True}}},
    )


def _write_json(path: Path, data: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data), encoding="utf-8")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _die_with_parent() -> None:
    """Be killed together with the test run, also when that is killed itself."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
