"""What it costs to import the package and to load the extension.

``python -m tests.benchmarks.startup``: medians over fresh processes and fresh kernels.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from jupyter_client.manager import start_new_kernel

from tests.benchmarks.report import print_table

REPOSITORY = Path(__file__).resolve().parents[2]
CLOCK = "import time; began = time.perf_counter()"
STOP = "print((time.perf_counter() - began) * 1000)"
IMPORT = f"{CLOCK}; import ckpt_magic; {STOP}"
IMPORT_API = f"{CLOCK}; from ckpt_magic import CheckpointManager; {STOP}"
LOAD = f"{CLOCK}\n%load_ext ckpt_magic\n{STOP}"


def fresh_process_ms(code: str) -> float:
    """Return what `code` prints in a new interpreter."""
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, cwd=REPOSITORY, env=_variables()
    )
    return float(done.stdout.split()[-1])


def fresh_kernel_ms(code: str) -> float:
    """Return what `code` prints as the first cell of a new kernel."""
    with tempfile.TemporaryDirectory() as folder:
        variables = _variables() | {"XDG_CONFIG_HOME": folder, "XDG_STATE_HOME": folder}
        manager, client = start_new_kernel(kernel_name="python3", cwd=folder, env=variables)
        printed: list[str] = []
        try:
            client.execute_interactive(code, output_hook=lambda m: printed.append(_text(m)))
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)
    return float("".join(printed).split()[-1])


def _variables() -> dict[str, str]:
    """An environment in which Python keeps compiled modules, as an installed package has them."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPATH": str(REPOSITORY)}


def _text(message: dict[str, dict[str, str]]) -> str:
    return message["content"].get("text", "")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.startup")
    parser.add_argument("--rounds", type=int, default=7, help="fresh processes a figure")
    rounds = range(parser.parse_args(arguments).rounds)
    fresh_process_ms(IMPORT_API)
    fresh_kernel_ms(LOAD)  # everything is compiled now
    measured = {
        "import ckpt_magic": ("50", [fresh_process_ms(IMPORT) for _ in rounds]),
        "from ckpt_magic import CheckpointManager": (
            "",
            [fresh_process_ms(IMPORT_API) for _ in rounds],
        ),
        "%load_ext ckpt_magic in a kernel": ("150", [fresh_kernel_ms(LOAD) for _ in rounds]),
    }
    rows = [
        (name, f"{statistics.median(times):.1f}", f"{min(times):.1f}", f"{max(times):.1f}", goal)
        for name, (goal, times) in measured.items()
    ]
    print_table("Start-up", ("what", "median ms", "least", "most", "goal: under"), rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
