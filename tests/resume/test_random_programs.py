"""Random programs of nested blocks, left at every point."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.resume.cells import assert_same_from_every_point

FILLERS = ("log.append({n})", "total += {n}", "log.append(total)", "y = total * 2")
ITERABLES = (
    "range({n})",
    "[1, 2]",
    "'ab'",
    "enumerate('xy')",
    "zip([1, 2], (3, 4))",
    "dict(a=1, b=2).items()",
    "reversed([1, 2])",
)
LEAVING = ("break", "continue")

Lines = list[str]


def indented(lines: Lines) -> Lines:
    return ["    " + line for line in lines]


@st.composite
def blocks(draw: st.DrawFn, depth: int, in_loop: bool) -> Lines:
    size = draw(st.integers(1, 3))
    lines: Lines = []
    for _ in range(size):
        lines += draw(statements(depth, in_loop))
    return lines


@st.composite
def simple(draw: st.DrawFn, in_loop: bool) -> Lines:
    number = draw(st.integers(0, 3))
    if in_loop and draw(st.integers(0, 4)) == 0:
        condition = f"if len(log) % 3 == {number % 3}: "
        return [condition + draw(st.sampled_from(LEAVING))]
    if draw(st.integers(0, 6)) == 0:
        error = draw(st.sampled_from(("ValueError", "KeyError")))
        return [f"if len(log) % 4 == {number}: raise {error}({number})"]
    return [draw(st.sampled_from(FILLERS)).format(n=number)]


@st.composite
def statements(draw: st.DrawFn, depth: int, in_loop: bool) -> Lines:
    if depth == 0:
        return draw(simple(in_loop))
    kind = draw(st.sampled_from(("simple", "for", "while", "if", "with", "try", "match")))
    if kind == "simple":
        return draw(simple(in_loop))
    inner = blocks(depth - 1, in_loop)
    body = indented(draw(blocks(depth - 1, True) if kind in ("for", "while") else inner))
    match kind:
        case "for":
            lines = [f"for x in {draw(st.sampled_from(ITERABLES)).format(n=2)}:", *body]
            return lines + draw(orelse(inner))
        case "while":
            name = f"w{depth}"
            lines = [f"{name} = 0", f"while ({name} := {name} + 1) < 3:", *body]
            return lines + draw(orelse(inner))
        case "if":
            test = f"if len(log) % 2 == {draw(st.integers(0, 1))}:"
            return [test, *body, *draw(orelse(inner))]
        case "with":
            name = draw(st.sampled_from(("", " as m")))
            managers = f"suppress(KeyError), nullcontext(len(log)){name}"
            return [f"with {managers}:", *body]
        case "try":
            return ["try:", *body, *draw(clauses(inner))]
    cases = ["    case 0:", *indented(body), "    case z if z > 5:"]
    return [
        f"match len(log) % {draw(st.integers(1, 9))}:",
        *cases,
        *indented(indented(draw(inner))),
    ]


@st.composite
def orelse(draw: st.DrawFn, inner: st.SearchStrategy[Lines]) -> Lines:
    return ["else:", *indented(draw(inner))] if draw(st.booleans()) else []


@st.composite
def clauses(draw: st.DrawFn, inner: st.SearchStrategy[Lines]) -> Lines:
    lines = ["except ValueError as e:", "    log.append(str(e))", *indented(draw(inner))]
    if draw(st.booleans()):
        lines += ["except KeyError:", *indented(draw(inner))]
    if draw(st.booleans()):
        lines += ["else:", *indented(draw(inner))]
    if draw(st.booleans()):
        lines += ["finally:", "    log.append('finally')"]
    return lines


PROGRAMS = blocks(3, False).map(
    lambda lines: "\n".join(
        ["from contextlib import nullcontext, suppress", "log = []", "total = 0", *lines]
    )
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(PROGRAMS)
def test_random_programs_end_the_same_from_every_point(source: str) -> None:
    """A program of any nesting ends in the same namespace, log and error from each point."""
    assert_same_from_every_point(source, most=25)
