"""The statements of one block as their neighbours see them.

Responsible for describing a place in a block so that it is found in an edited block: headers,
digests, neighbours. Refuses to know points and numbers.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from hashlib import blake2s

from ckpt_magic.resume.paths import PathStep

_DIGEST_BYTES = 8


class Siblings:
    """The statements of one block as their neighbours see them."""

    def __init__(self, statements: Sequence[ast.stmt]) -> None:
        self._statements = statements
        self._sources = [ast.unparse(statement) for statement in statements]
        self._digests = tuple(digest_of(source) for source in self._sources)
        self._headers = [header_of(statement) for statement in statements]

    def step(self, index: int) -> PathStep:
        """Return the step into the compound statement at `index`."""
        header = self._headers[index]
        line = self._statements[index].lineno
        return PathStep(
            kind=kind_of(self._statements[index]),
            header=header,
            ordinal=self._headers[:index].count(header),
            count=self._headers.count(header),
            line=line,
            before=self._digests[:index],
            after=self._digests[index + 1 :],
        )

    def boundary(self, index: int) -> PathStep:
        """Return the step to the boundary in front of the statement at `index`."""
        previous = self._headers[index - 1] if index else ""
        return PathStep(
            kind="stmt",
            header=self._headers[index].splitlines()[0],
            ordinal=self._headers[: index - 1].count(previous) if index else 0,
            count=self._headers.count(previous) if index else 1,
            line=self._statements[index].lineno,
            previous=previous,
            following=self._headers[index],
            before=self._digests[:index],
            after=self._digests[index:],
        )


def digest_of(source: str) -> str:
    """Return a short name of a source text."""
    return blake2s(source.encode(errors="surrogatepass"), digest_size=_DIGEST_BYTES).hexdigest()


def kind_of(statement: ast.stmt) -> str:
    """Return the word for a statement on a path: ``for``, ``if``, ``with`` and so on."""
    return type(statement).__name__.removeprefix("Async").removesuffix("Star").lower()


def header_of(statement: ast.stmt) -> str:
    """Return the source of a statement up to its colon; without one, all of it.

    Of a function or class that is its name: what it is called with is not on any path.

    Examples
    --------
    >>> header_of(ast.parse("for x in rows: print(x)").body[0])
    'for x in rows'
    """
    if isinstance(statement, ast.Try | ast.TryStar):
        return "try"
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
        return f"def {statement.name}"
    if isinstance(statement, ast.ClassDef):
        return f"class {statement.name}"
    if not isinstance(statement, _COMPOUND):
        return ast.unparse(statement)
    fields = {name: getattr(statement, name) for name in statement._fields}
    empty = {"body": [ast.Pass()], "orelse": [], "cases": []}
    bare = type(statement)(**{k: empty.get(k, v) for k, v in fields.items()})
    source = ast.unparse(ast.copy_location(bare, statement))
    return source.removesuffix("\n    pass").removesuffix(":")


_COMPOUND = (ast.For, ast.AsyncFor, ast.While, ast.If, ast.With, ast.AsyncWith, ast.Match)
