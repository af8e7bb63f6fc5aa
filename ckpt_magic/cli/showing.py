"""``ckpt-magic demo``: its place among the subcommands.

Responsible for loading the demo, and Jupyter's client with it, only when it is asked for.
"""

from __future__ import annotations

from argparse import Namespace

from ckpt_magic.cli.command import Command, Outcome


def _run(_arguments: Namespace) -> Outcome:
    from ckpt_magic.cli.demo import run_demo  # noqa: PLC0415 (needs Jupyter's client)

    return run_demo()


DEMO = Command(
    name="demo",
    help="kill a real kernel in mid-loop, resume, and compare with a run never killed",
    add_arguments=lambda _parser: None,
    run=_run,
)
