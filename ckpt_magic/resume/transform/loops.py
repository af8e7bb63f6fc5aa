"""``for``, ``async for`` and ``while``.

Responsible for loops that stand between two iterations and go on from there: the target is
assigned only while live, because after a resume it has its value already. Refuses to know
how an iterator is kept.
"""

from __future__ import annotations

import ast

from ckpt_magic.resume.paths import PathStep
from ckpt_magic.resume.transform import code, headers
from ckpt_magic.resume.transform.blocks import Rewriter, has_points_in


def for_loop(rewriter: Rewriter, node: ast.stmt, step: PathStep) -> list[ast.stmt]:
    """Rewrite ``for T in E``; a body without points keeps its target and costs nothing more."""
    assert isinstance(node, ast.For | ast.AsyncFor)
    number = rewriter.numbering.add("for", node, step)
    wrapped = "afor" if isinstance(node, ast.AsyncFor) else "for_"
    source = code.when_live(headers.iterable(node.iter), ast.Constant(None))
    iterable = ast.copy_location(code.call(wrapped, number, source), node.iter)
    target, body = node.target, _body(rewriter, node, step, number)
    if has_points_in(node.body):
        body = [code.only_live([code.take(target)]), *body]
        target = ast.copy_location(code.slot(), target)
    orelse = _orelse(rewriter, node, step)
    return [ast.copy_location(type(node)(target, iterable, body, orelse), node)]


def while_loop(rewriter: Rewriter, node: ast.stmt, step: PathStep) -> list[ast.stmt]:
    """Rewrite ``while C``; ``C`` is evaluated only while live."""
    assert isinstance(node, ast.While)
    number = rewriter.numbering.add("while", node, step)
    test = code.when_live(node.test, ast.Constant(True)) if has_points_in(node.body) else node.test
    head = ast.BoolOp(ast.And(), [code.calm_or("head", number), test])
    body = _body(rewriter, node, step, number)
    orelse = _orelse(rewriter, node, step)
    return [ast.copy_location(ast.While(head, body, orelse), node)]


def _body(
    rewriter: Rewriter, node: ast.For | ast.AsyncFor | ast.While, step: PathStep, number: int
) -> list[ast.stmt]:
    with rewriter.numbering.inside(step, "body", number):
        body = rewriter.block(node.body)
    rewriter.numbering.close(number)
    return body


def _orelse(
    rewriter: Rewriter, node: ast.For | ast.AsyncFor | ast.While, step: PathStep
) -> list[ast.stmt]:
    with rewriter.numbering.inside(step, "else"):
        return rewriter.block(node.orelse)
