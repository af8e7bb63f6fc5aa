"""Which statements in front of a position were edited.

Responsible for finding, in two versions of a code, what was done in an older form and will not be
done again. Refuses to judge: an edit off the path stops nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from difflib import SequenceMatcher

from ckpt_magic.resume.paths import Path, PathStep
from ckpt_magic.resume.siblings import Siblings, digest_of, header_of

_ARM_FIELDS = {"body": "body", "then": "body", "else": "orelse"}


def edited_before(old_source: str, path: Path, new_source: str) -> tuple[str, ...]:
    r"""Return first lines of the statements before a position that are not what was run.

    Changed and added statements are given as they are now, removed ones as they were. Only
    blocks that the path goes through count, and not the statements that it goes into.

    Examples
    --------
    >>> from ckpt_magic.resume.transform import transform_cell
    >>> old = "lr = 0.1\nfor x in rows: train(x)"
    >>> skeleton = transform_cell(ast.parse(old), mark_end=False).skeleton
    >>> edited_before(old, skeleton.path_of(1), old.replace("0.1", "0.01"))
    ('lr = 0.01',)
    """
    found: list[str] = []
    old_block: Sequence[ast.stmt] = ast.parse(old_source).body
    new_block: Sequence[ast.stmt] = ast.parse(new_source).body
    for step in path:
        old_before, old_at = _before(old_block, step)
        new_before, new_at = _before(new_block, step)
        found += _differing(old_before, new_before)
        if old_at is None or new_at is None or not step.arm:
            break
        old_block, new_block = _arm(old_at, step.arm), _arm(new_at, step.arm)
    return tuple(found)


def _before(block: Sequence[ast.stmt], step: PathStep) -> tuple[list[str], ast.stmt | None]:
    """Return the statements in front of a step, and the one it goes into."""
    sources = [ast.unparse(statement) for statement in block]
    if step.kind == "stmt":
        return sources[: _boundary([header_of(statement) for statement in block], step)], None
    siblings = Siblings(block)
    for index, statement in enumerate(block):
        if siblings.step(index).leads_like(_ended(step)):
            return sources[:index], statement
    return [], None


def _boundary(headers: Sequence[str], step: PathStep) -> int:
    """Return how many statements are in front of a boundary."""
    after = [i + 1 for i, header in enumerate(headers) if header == step.previous]
    exact = [i for i in after if headers[i : i + 1] == [step.following]]
    close = exact if len(exact) == 1 else after
    return close[min(step.ordinal, len(close) - 1)] if close else 0


def _ended(step: PathStep) -> PathStep:
    return PathStep(
        kind=step.kind, header=step.header, ordinal=step.ordinal, count=step.count, arm=""
    )


def _differing(old: Sequence[str], new: Sequence[str]) -> list[str]:
    lines: list[str] = []
    matcher = SequenceMatcher(None, list(map(digest_of, old)), list(map(digest_of, new)))
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if tag != "equal":
            lines += new[new_start:new_end] or old[old_start:old_end]
    return [line.splitlines()[0] for line in lines]


def _arm(statement: ast.stmt, arm: str) -> Sequence[ast.stmt]:
    """Return the block of a statement that a path goes through."""
    if arm in _ARM_FIELDS and hasattr(statement, _ARM_FIELDS[arm]):
        block: Sequence[ast.stmt] = getattr(statement, _ARM_FIELDS[arm])
        return block
    index = int(arm.partition(":")[0].rpartition(" ")[2]) - 1
    if isinstance(statement, ast.Match):
        return statement.cases[index].body
    assert isinstance(statement, ast.Try | ast.TryStar)
    return statement.handlers[index].body
