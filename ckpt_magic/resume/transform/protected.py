"""``with``, ``async with`` and ``try``: blocks with something that runs when they are left.

Responsible for being inside such a block again without entering it twice, and inside a
handler with its exception pending. Refuses to know which managers can be restored.
"""

from __future__ import annotations

import ast

from ckpt_magic.resume.paths import PathStep
from ckpt_magic.resume.transform import code
from ckpt_magic.resume.transform.blocks import Rewriter, has_points_in


def with_statement(rewriter: Rewriter, node: ast.stmt, step: PathStep) -> list[ast.stmt]:
    """Rewrite ``with A as x, B as y`` into one ``with`` per item, each with a number."""
    assert isinstance(node, ast.With | ast.AsyncWith)
    return _items(rewriter, node, step, list(node.items))


def _items(
    rewriter: Rewriter, node: ast.With | ast.AsyncWith, step: PathStep, items: list[ast.withitem]
) -> list[ast.stmt]:
    if not items:
        with rewriter.numbering.inside(step, "body"):
            return rewriter.block(node.body)
    first, rest = items[0], items[1:]
    number = rewriter.numbering.add("with", first.context_expr, step)
    with rewriter.numbering.owned(number):
        body = _items(rewriter, node, step, rest)
    rewriter.numbering.close(number)
    source = code.when_live(first.context_expr, ast.Constant(None))
    method = "awith" if isinstance(node, ast.AsyncWith) else "with_"
    manager = ast.copy_location(code.call(method, number, source), first.context_expr)
    item = ast.withitem(manager, None)
    if first.optional_vars is not None:
        item.optional_vars = ast.copy_location(code.slot(), first.optional_vars)
        body = [code.only_live([code.take(first.optional_vars)]), *body]
    return [ast.copy_location(type(node)([item], body), node)]


def try_statement(rewriter: Rewriter, node: ast.stmt, step: PathStep) -> list[ast.stmt]:
    """Rewrite ``try``: a position in a handler is reached by raising its exception again."""
    assert isinstance(node, ast.Try | ast.TryStar)
    number = rewriter.numbering.add("try", node, step)
    start = rewriter.numbering.next
    with rewriter.numbering.inside(step, "body"):
        body = rewriter.block(node.body)
    body_end = rewriter.numbering.next
    handlers, handlers_end = _handlers(rewriter, node, step, number)
    with rewriter.numbering.inside(step, "else"):
        orelse = rewriter.block(node.orelse)
    end = rewriter.numbering.close(number)
    if end > body_end:
        body = [code.into(start, body_end, body)]
    if handlers_end > body_end:
        again = ast.Raise(code.call("saved_exception", number, *_names(node)), None)
        reached = ast.BoolOp(ast.And(), [_resuming(), code.inside(body_end, handlers_end)])
        body = [ast.If(reached, [again], []), *body]
    return [ast.copy_location(type(node)(body, handlers, orelse, list(node.finalbody)), node)]


def _handlers(
    rewriter: Rewriter, node: ast.Try | ast.TryStar, step: PathStep, number: int
) -> tuple[list[ast.ExceptHandler], int]:
    if isinstance(node, ast.TryStar) or not any(has_points_in(h.body) for h in node.handlers):
        return list(node.handlers), rewriter.numbering.next
    new = [_handler(rewriter, h, step, i, number) for i, h in enumerate(node.handlers)]
    return new, rewriter.numbering.next


def _handler(
    rewriter: Rewriter, handler: ast.ExceptHandler, step: PathStep, index: int, number: int
) -> ast.ExceptHandler:
    """Rewrite one clause; on the way down its class is not evaluated, the position decides."""
    start = rewriter.numbering.next
    with rewriter.numbering.inside(step, _clause_name(handler, index), number):
        body = rewriter.block(handler.body)
    end = rewriter.numbering.next
    kind = handler.type
    if kind is not None:
        kind = ast.copy_location(code.when_live(kind, code.call("clause", start, end)), kind)
    if end > start:
        body = _while_pending(handler, number, body)
    return ast.copy_location(ast.ExceptHandler(kind, handler.name, body), handler)


def _while_pending(handler: ast.ExceptHandler, number: int, body: list[ast.stmt]) -> list[ast.stmt]:
    """Keep the exception at hand exactly as long as the handler runs."""
    caught = ast.If(
        code.live(),
        [ast.Expr(code.call("caught", number))],
        [ast.Expr(code.call("caught_again", number)), *_rebinding(handler, number)],
    )
    return [caught, ast.Try(body, [], [], [ast.Expr(code.call("handled", number))])]


def _rebinding(handler: ast.ExceptHandler, number: int) -> list[ast.stmt]:
    """Give the handler's name what it had at the checkpoint, or nothing."""
    if handler.name is None:
        return []
    assign = ast.Assign([ast.Name(handler.name, ast.Store())], code.call("take"))
    delete = ast.Delete([ast.Name(handler.name, ast.Del())])
    return [ast.If(code.call("named", number, handler.name), [assign], [delete])]


def _names(node: ast.Try | ast.TryStar) -> list[str]:
    return [handler.name for handler in node.handlers if handler.name]


def _clause_name(handler: ast.ExceptHandler, index: int) -> str:
    kind = f" {ast.unparse(handler.type)}" if handler.type else ""
    name = f" as {handler.name}" if handler.name else ""
    return f"clause {index + 1}: except{kind}{name}"


def _resuming() -> ast.expr:
    return ast.UnaryOp(ast.Not(), code.live())
