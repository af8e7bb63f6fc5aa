"""``ckpt-magic demo``: a real kernel, a real ``kill -9``, a resume, the proof printed.

Responsible for the show: it runs one cell three times (killed, resumed, never killed) over
the source files of an installed library. Refuses to fake anything: kernels are processes,
the kill is ``SIGKILL``, the comparison is of what the kernels printed.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_client.manager import KernelManager

from ckpt_magic.cli.command import FOUND_NOTHING_WRONG, FOUND_SOMETHING, Outcome
from ckpt_magic.cli.tables import table
from ckpt_magic.core.units import format_duration

KILL_AFTER = 0.6
"""Share of the files after which the kernel is killed."""
TIMEOUT_S = 120.0

SETUP = """
import io, pathlib, random, tokenize
from collections import Counter
import IPython

random.seed(7)
files = sorted(pathlib.Path(IPython.__file__).parent.rglob("*.py"))[:240]
"""

CELL = """%%checkpointed --name count_names --every 20 --quiet
names, lines, sample = Counter(), 0, []
for number, path in enumerate(files):
    source = path.read_text(encoding="utf-8")
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    names.update(token.string for token in tokens if token.type == tokenize.NAME)
    del tokens
    lines += source.count("\\n")
    sample.append((path.name, random.randrange(10**6)))
    print("done", number + 1, "of", len(files), flush=True)
"""

RESULT = """
import hashlib, json
digest = hashlib.sha256(repr((sorted(names.items()), lines, sample)).encode()).hexdigest()[:16]
print("RESULT", json.dumps({
    "files read": len(sample), "lines": lines, "names counted": sum(names.values()),
    "most common": names.most_common(1)[0], "last random draw": sample[-1][1],
    "digest of all": digest, "next random number": random.randrange(10**6)}))
"""


@dataclass(frozen=True, slots=True)
class Run:
    """What one kernel printed and how long its cell took."""

    lines: tuple[str, ...]
    elapsed_s: float

    @property
    def result(self) -> dict[str, Any]:
        """The values the kernel reported."""
        line = next(line for line in self.lines if line.startswith("RESULT "))
        return dict(json.loads(line.removeprefix("RESULT ")))

    @property
    def items(self) -> int:
        """Iterations that this kernel ran."""
        return sum(line.startswith("done ") for line in self.lines)


def run_demo() -> Outcome:
    """Run the show; all well when the resumed result equals the one that was never killed."""
    with tempfile.TemporaryDirectory(prefix="ckpt-magic-demo-") as folder:
        home = Path(folder)
        _say("a kernel counts the names in the source files of IPython")
        killed = _killed_run(home / "killed")
        _say(f"kill -9 after {killed.items} files: that process is gone, its memory with it")
        resumed = _whole_run(home / "killed", setup="")
        _say("a second kernel ran the same cell again, and nothing else")
        plain = _whole_run(home / "plain", SETUP)
        _say("a third kernel ran it from the start, never killed, to compare")
    return _compare(killed, resumed, plain)


def _killed_run(folder: Path) -> Run:
    with _kernel(folder) as (manager, client):
        _execute(client, "%load_ext ckpt_magic\n" + SETUP)
        started, lines = time.monotonic(), []
        for line in _output(client, CELL):
            lines.append(line)
            total = int(line.split()[3]) if line.startswith("done ") else 0
            if total and len(lines) >= KILL_AFTER * total:
                os.kill(_process_id(manager), signal.SIGKILL)
                break
        return Run(tuple(lines), time.monotonic() - started)


def _whole_run(folder: Path, setup: str) -> Run:
    with _kernel(folder) as (_, client):
        _execute(client, "%load_ext ckpt_magic\n" + setup)
        started = time.monotonic()
        lines = list(_output(client, CELL))
        elapsed_s = time.monotonic() - started
        return Run((*lines, *_output(client, RESULT)), elapsed_s)


def _compare(killed: Run, resumed: Run, plain: Run) -> Outcome:
    spared = plain.items - resumed.items
    again = killed.items + resumed.items - plain.items
    equal = resumed.result == plain.result
    spared_s = killed.elapsed_s * spared / max(1, killed.items)
    text = (
        f"\n{_side_by_side(resumed.result, plain.result)}\n\n"
        f"{spared} of {plain.items} files were not read again ({format_duration(spared_s)} of "
        f"work); {again} since the last checkpoint were.\n"
        f"{'The results are equal.' if equal else 'THE RESULTS DIFFER.'}"
    )
    data = {"equal": equal, "items": plain.items, "spared": spared, "repeated": again,
            "resumed": resumed.result, "never_killed": plain.result}  # fmt: skip
    good = equal and spared > 0
    code = FOUND_NOTHING_WRONG if good else FOUND_SOMETHING
    return Outcome(text=text, data=data, exit_code=code)


def _side_by_side(resumed: dict[str, Any], plain: dict[str, Any]) -> str:
    rows = [("", "killed and resumed", "never killed")]
    rows += [(k, _shown(resumed.get(k)), _shown(value)) for k, value in plain.items()]
    return table(rows[0], rows[1:])


def _shown(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _say(text: str) -> None:
    sys.stderr.write(f"demo: {text}\n")


@contextmanager
def _kernel(folder: Path) -> Iterator[tuple[KernelManager, Any]]:
    folder.mkdir(exist_ok=True)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("JPY_")}
    environment["CKPT_MAGIC_DIR"] = str(folder / "store")
    manager = KernelManager(kernel_name="python3")
    # A kernel's own warnings would hide the show; what its cells raise comes as a message.
    manager.start_kernel(cwd=str(folder), env=environment, stderr=subprocess.DEVNULL)
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=TIMEOUT_S)
        yield manager, client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def _process_id(manager: KernelManager) -> int:
    return int(getattr(manager.provisioner, "process").pid)  # noqa: B009 (of local kernels only)


def _execute(client: Any, code: str) -> list[str]:
    return list(_output(client, code))


def _output(client: Any, code: str) -> Iterator[str]:
    """Yield the lines a cell prints until it is done; an error of the cell ends the demo."""
    request, pending = client.execute(code), ""
    while True:
        message = client.get_iopub_msg(timeout=TIMEOUT_S)
        if message["parent_header"].get("msg_id") != request:
            continue
        kind, content = message["msg_type"], message["content"]
        if kind == "stream" and content["name"] == "stdout":
            *lines, pending = (pending + content["text"]).split("\n")
            yield from lines
        elif kind == "error":
            raise RuntimeError("\n".join(content["traceback"]))
        elif kind == "status" and content["execution_state"] == "idle":
            return
