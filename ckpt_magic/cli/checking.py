"""``verify``.

Responsible for saying whether stores are whole. Refuses to repair.
"""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict

from ckpt_magic.cli.command import (
    FOUND_NOTHING_WRONG,
    FOUND_SOMETHING,
    Command,
    Outcome,
    add_place,
)
from ckpt_magic.cli.places import open_stores
from ckpt_magic.store.contract import Finding


def _verify(arguments: Namespace) -> Outcome:
    findings = {str(one.path): one.store.verify() for one in open_stores(arguments.place)}
    return Outcome(
        text="\n".join(_text(path, found) for path, found in findings.items())
        or "no checkpoints here",
        data={path: [asdict(one) for one in found] for path, found in findings.items()},
        exit_code=FOUND_SOMETHING if any(findings.values()) else FOUND_NOTHING_WRONG,
    )


def _text(path: str, findings: tuple[Finding, ...]) -> str:
    if not findings:
        return f"{path}: whole"
    lines = (f"  {one.subject}: {one.text} ({one.invariant})" for one in findings)
    return "\n".join([f"{path}: {len(findings)} findings", *lines])


VERIFY = Command(
    name="verify",
    help="check that every byte is the one that was written",
    add_arguments=add_place,
    run=_verify,
)
