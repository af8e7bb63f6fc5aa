"""Whether and how a cell goes on from a checkpoint: a pure decision.

Responsible for comparing a manifest with today's code and namespace, for whose value wins,
and for every refusal that can be known before anything is touched. Refuses to touch
anything: it returns what to do, or raises why not.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ckpt_magic.capture.digest import code_digest
from ckpt_magic.core.errors import CodeChangedError, ConsentNeededError, MissingVariablesError
from ckpt_magic.core.model import Checkpoint, Notice, Operation, SkippedVariable
from ckpt_magic.resume.context import LEFT_OUT, CellContext, CellDefinition
from ckpt_magic.resume.edits import edited_before
from ckpt_magic.resume.facts import fingerprint, is_code
from ckpt_magic.resume.reads import names_bound
from ckpt_magic.resume.skeleton import CodeDifference, Skeleton, path_from_json
from ckpt_magic.resume.telling import THIS_CELL, changed_files, gone, needed_but_unsaved, told_of

_HOLD_VALUES = frozenset({"_contextvars.ContextVar", "_thread._local"})
"""What is live again is not what it was: these are about a value, not about a connection."""
_CAPTURED = "what %%capture had caught until the checkpoint is gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What the checkpoint meets: the code and the namespace as they are now.

    ``attended`` says that a person reads what is printed; ``consent`` that this person asked
    for this operation to go on whatever was told, ``heard`` what they were told when they
    asked; ``same_kernel`` that the operation started
    in this very process; ``captures_output`` that the cell's output goes into a variable;
    ``set_up`` is what the person set up in this process and no restore brings back.
    """

    module: ast.Module
    skeleton: Skeleton
    namespace: Mapping[str, Any]
    user_names: frozenset[str]
    take: tuple[str, ...] = ()
    attended: bool = True
    consent: bool = False
    heard: frozenset[str] = frozenset()
    same_kernel: bool = False
    captures_output: bool = False
    set_up: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Continue:
    """How to go on: where, which live names stay, which go, and what to say."""

    target: int
    keep_live: frozenset[str]
    delete: frozenset[str]
    remarks: tuple[str, ...]


def plan(
    operation: Operation, checkpoint: Checkpoint, notices: tuple[Notice, ...], today: Today
) -> Continue:
    """Decide how `operation` goes on from `checkpoint` with today's code and namespace.

    Raises
    ------
    CodeChangedError
        When the path to the position is not in today's code.
    NotResumableError
        When a value is missing that the rest needs, or something must be confirmed first.
    """
    context = CellContext.from_json(checkpoint.manifest.context)
    definition = CellDefinition.from_json(operation.definition)
    target = _locate(context, today, operation)
    _refuse_missing(checkpoint, today)
    edits = edited_before(context.source, path_from_json(context.path), ast.unparse(today.module))
    doubts = [
        *_lost(checkpoint, today),
        *([_CAPTURED] if today.captures_output else []),
        *_told(context, checkpoint, notices, today),
        *_unattended(definition, edits, today),
    ]
    if not today.consent and not today.heard.issuperset(doubts):
        raise ConsentNeededError(
            "before going on, know that " + "; ".join(doubts),
            safe=f"nothing was touched, checkpoint {checkpoint.id} is intact",
            fix=f"%ckpt resume {operation.id} goes on all the same, --fresh starts over",
        )
    newer = _newer_code(context, today)
    return Continue(
        target=target,
        keep_live=frozenset({*newer, *_taken(today), *_unsaved_but_live(checkpoint, today)}),
        delete=_to_delete(context, definition, checkpoint, today),
        remarks=(*_remarks(newer, edits, checkpoint, today), *doubts),
    )


def _locate(context: CellContext, today: Today, operation: Operation) -> int:
    found = today.skeleton.locate(path_from_json(context.path))
    if isinstance(found, CodeDifference):
        raise CodeChangedError(
            f"the code on the way to the position was edited: {found}",
            safe=f"{operation.name} and its checkpoints are intact",
            fix="put that code back and run again, or --fresh to start over, or "
            f"%ckpt restore {operation.id} for the variables only",
        )
    return found


def _refuse_missing(checkpoint: Checkpoint, today: Today) -> None:
    needed = needed_but_unsaved(checkpoint.manifest)
    missing = [one for one in needed if one.name not in today.namespace]
    if not missing:
        return
    told = [f"`{one.name}` ({one.type_name}) could not be saved: {one.reason}" for one in missing]
    raise MissingVariablesError(
        "; ".join(told) + "; the code still to run needs " + ("it" if len(told) == 1 else "them"),
        safe="nothing was touched",
        fix=f"{_how_to_make(missing)}, then run this cell again",
        names=tuple(one.name for one in missing),
    )


def _how_to_make(missing: Sequence[SkippedVariable]) -> str:
    """How the person brings back what this cell needs: to run it would make none of it again."""
    own = [f"`{one.name}`" for one in missing if one.made_by == THIS_CELL]
    others = [
        f"`{one.name}`" + (f" ({one.made_by})" if one.made_by else "")
        for one in missing
        if one.made_by != THIS_CELL
    ]
    cells = "the cell that makes" if len(others) == 1 else "the cells that make"
    ways = [f"run {cells} {', '.join(others)}"] if others else []
    ways += [f"make {', '.join(own)} in another cell, as this one did"] if own else []
    return " and ".join(ways)


def _lost(checkpoint: Checkpoint, today: Today) -> list[str]:
    """Variables that are neither saved nor live; the code needs none of them, the person may."""
    return [
        gone(record)
        for record in checkpoint.manifest.skipped
        if record.name not in today.namespace and record.reason != LEFT_OUT
    ] + [
        f"`{record.name}` holds a value that could not be saved: here it may hold another"
        for record in checkpoint.manifest.skipped
        if record.name in today.namespace and record.type_name in _HOLD_VALUES
    ]


def _told(
    context: CellContext, checkpoint: Checkpoint, notices: tuple[Notice, ...], today: Today
) -> tuple[str, ...]:
    texts = list(told_of(checkpoint))
    texts += [
        f"{name} ({text}) is not set up here: run the cell that does it"
        for name, text in context.compared.items()
        if today.set_up.get(name) != text
    ]
    texts += changed_files(checkpoint, notices)
    return tuple(dict.fromkeys(texts))


def _unattended(
    definition: CellDefinition, edits: tuple[str, ...], today: Today
) -> tuple[str, ...]:
    """What a person would read in the line is a doubt where nobody reads it."""
    if today.attended or today.same_kernel:
        return ()
    differing = sorted(
        name
        for name, before in definition.values.items()
        if name in today.namespace
        and name not in today.take
        and fingerprint(today.namespace[name]) != before
    )
    texts = [f"`{edit}` was edited and is not run again" for edit in edits]
    return (*texts, *(f"`{name}` is not what the operation started with" for name in differing))


def _newer_code(context: CellContext, today: Today) -> tuple[str, ...]:
    saved: Mapping[str, str] = context.index.get("digests", {})
    return tuple(
        sorted(
            name
            for name, digest in saved.items()
            if name in today.user_names
            and is_code(today.namespace[name])
            and code_digest(today.namespace[name]) != digest
        )
    )


def _taken(today: Today) -> frozenset[str]:
    return frozenset(name for name in today.take if name in today.namespace)


def _unsaved_but_live(checkpoint: Checkpoint, today: Today) -> frozenset[str]:
    skipped = {record.name for record in checkpoint.manifest.skipped}
    return frozenset(name for name in skipped if name in today.namespace)


def _to_delete(
    context: CellContext, definition: CellDefinition, checkpoint: Checkpoint, today: Today
) -> frozenset[str]:
    """Names the cell had deleted by then, and names it had not made yet.

    A name that is neither (a helper written since, to fix the bug) stays.
    """
    absent = set(today.user_names) - set(context.names)
    made_here = names_bound(today.module.body)
    gone = {n for n in absent if n in definition.names or n in made_here}
    return frozenset(gone - _taken(today) - _unsaved_but_live(checkpoint, today))


def _remarks(
    newer: tuple[str, ...], edits: tuple[str, ...], checkpoint: Checkpoint, today: Today
) -> tuple[str, ...]:
    lines = [f"`{name}`: the notebook's new version is used" for name in newer]
    if today.attended:
        lines += [f"`{edit}` was edited: not run again (--fresh runs it)" for edit in edits]
    live = sorted(_unsaved_but_live(checkpoint, today))
    lines += [f"`{name}` was not saved: the live one is kept" for name in live]
    return tuple(lines)
