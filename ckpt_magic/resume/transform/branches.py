"""``if`` and ``match``.

Responsible for taking the saved branch again without evaluating its condition or subject.
Refuses to know what the branches contain.
"""

from __future__ import annotations

import ast

from ckpt_magic.resume.paths import PathStep
from ckpt_magic.resume.transform import code
from ckpt_magic.resume.transform.blocks import Rewriter


def if_statement(rewriter: Rewriter, node: ast.stmt, step: PathStep) -> list[ast.stmt]:
    """Rewrite ``if C``: the test is ``C`` while live, else whether the position is in the body."""
    assert isinstance(node, ast.If)
    start = rewriter.numbering.next
    with rewriter.numbering.inside(step, "then"):
        body = rewriter.block(node.body)
    test = code.when_live(node.test, code.inside(start, rewriter.numbering.next))
    with rewriter.numbering.inside(step, "else"):
        orelse = rewriter.block(node.orelse)
    return [ast.copy_location(ast.If(test, body, orelse), node)]


def match_statement(rewriter: Rewriter, node: ast.stmt, step: PathStep) -> list[ast.stmt]:
    """Rewrite ``match S``: it only chooses a case while live; an ``if`` chain runs the chosen."""
    assert isinstance(node, ast.Match)
    number = rewriter.numbering.add("match", node, step)
    chooser = [
        ast.match_case(case.pattern, case.guard, [_choose(index)])
        for index, case in enumerate(node.cases)
    ]
    select = ast.copy_location(ast.Match(node.subject, chooser), node)
    arms = [_arm(rewriter, case, step, index, number) for index, case in enumerate(node.cases)]
    rewriter.numbering.close(number)
    chain: list[ast.stmt] = []
    for test, case in reversed(list(zip(arms, node.cases, strict=True))):
        chain = [ast.copy_location(ast.If(test[0], test[1], chain), case.pattern)]
    return [code.only_live([_choose(None), select]), *chain]


def _arm(
    rewriter: Rewriter, case: ast.match_case, step: PathStep, index: int, number: int
) -> tuple[ast.expr, list[ast.stmt]]:
    start = rewriter.numbering.next
    with rewriter.numbering.inside(step, _case_name(case, index), number):
        body = rewriter.block(case.body)
    chosen = ast.Compare(code.attribute("choice"), [ast.Eq()], [ast.Constant(index)])
    return code.when_live(chosen, code.inside(start, rewriter.numbering.next)), body


def _case_name(case: ast.match_case, index: int) -> str:
    guard = f" if {ast.unparse(case.guard)}" if case.guard else ""
    return f"case {index + 1}: {ast.unparse(case.pattern)}{guard}"


def _choose(index: int | None) -> ast.stmt:
    choice = code.attribute("choice")
    choice.ctx = ast.Store()
    return ast.Assign([choice], ast.Constant(index))
