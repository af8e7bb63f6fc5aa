"""A position is found again in an edited code, or the difference is named."""

from __future__ import annotations

import ast
import json

import pytest
from hypothesis import given, settings

from ckpt_magic.resume.skeleton import (
    CodeDifference,
    Skeleton,
    edited_before,
    path_from_json,
    path_to_json,
)
from ckpt_magic.resume.transform import transform_cell
from tests.resume.test_random_programs import PROGRAMS

CELL = """
rows = load()
lr = 0.1
for epoch in range(3):
    start()
    if epoch % 2:
        for row in rows:
            train(row, lr)
        log(epoch)
    else:
        for row in rows:
            skip(row)
    save()
with report(), timer() as t:
    while t:
        step()
try:
    for row in rows:
        check(row)
except ValueError as e:
    for row in rows:
        repair(row)
match rows:
    case [first, *_] if first:
        for row in rows:
            show(row)
done()
"""
"""Every kind of block, with a point inside."""


def skeleton_of(source: str) -> Skeleton:
    return transform_cell(ast.parse(source), mark_end=True).skeleton


def point_at(source: str, text: str, kind: str) -> int:
    """The point of a kind on the line that has a text."""
    lines = [n for n, line in enumerate(source.splitlines(), 1) if text in line]
    points = skeleton_of(source).points
    return next(p.number for p in points if p.line == lines[0] and p.kind == kind)


def located(old: str, text: str, kind: str, new: str) -> int | CodeDifference:
    path = skeleton_of(old).path_of(point_at(old, text, kind))
    return skeleton_of(new).locate(path)


@settings(max_examples=20, deadline=None)
@given(PROGRAMS)
def test_every_point_is_found_in_its_own_code(source: str) -> None:
    """A path leads back to its point, also after a way through JSON."""
    skeleton = skeleton_of(source)
    for point in skeleton.points:
        if point.kind in ("stmt", "for", "while"):
            path = path_from_json(
                json.loads(json.dumps(path_to_json(skeleton.path_of(point.number))))
            )
            assert skeleton.locate(path) == point.number


@settings(max_examples=20, deadline=None)
@given(PROGRAMS)
def test_numbers_below_a_block_are_an_interval(source: str) -> None:
    """Owners come before what they own, and own it up to their end."""
    for point in skeleton_of(source).points:
        for owner in point.owners:
            block = skeleton_of(source).points[owner]
            assert owner < point.number < block.end


EDITS = {
    "the body of the loop": ("for row in rows", "train(row, lr)", "train(row, lr, fast=True)"),
    "a statement long before": ("for row in rows", "lr = 0.1", "lr = 0.01"),
    "a statement after": ("for row in rows", "done()", "done(1)"),
    "another loop": ("for row in rows", "while t", "while t > 0"),
    "statements that are added before": ("for row in rows", "lr = 0.1", "lr = 0.1\nmore = 1"),
    "a loop that is added before": (
        "for row in rows",
        "lr = 0.1",
        "for other in rows:\n    pass\nlr = 0.1",
    ),
    "the other branch": ("for row in rows", "skip(row)", "skip(row, 1)"),
    "comments and blanks": ("for row in rows", "lr = 0.1", "\n# slower\nlr = (0.1)"),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_off_the_path_does_not_matter(name: str) -> None:
    """The position is the same loop of the new code, under its new number."""
    text, old, new = EDITS[name]
    edited = CELL.replace(old, new, 1)
    found = located(CELL, text, "for", edited)
    assert found == point_at(edited, text, "for")


CHANGES = {
    "the header of the loop": ("for row in rows", "for", "for row in rows", "for row in rows[1:]"),
    "its target": ("for row in rows", "for", "for row in rows", "for r in rows"),
    "an if around it": ("for row in rows", "for", "epoch % 2", "epoch % 3"),
    "a loop around it": ("for row in rows", "for", "range(3)", "range(4)"),
    "a manager": ("while t", "while", "report()", "report(1)"),
    "the subject of a match": ("show(row)", "", "match rows", "match rows[:]"),
    "the pattern of a case": ("show(row)", "", "[first, *_]", "[first, *rest]"),
    "the class of a handler": ("repair(row)", "", "ValueError", "KeyError"),
    "a second loop of the same header": (
        "for row in rows",
        "for",
        "        for row in rows:\n            train",
        "        for row in rows:\n            pass\n        for row in rows:\n            train",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_an_edit_on_the_path_is_a_difference(name: str) -> None:
    """The old step is named with its line, and what the code has there now."""
    text, kind, old, new = CHANGES[name]
    skeleton = skeleton_of(CELL)
    if kind:
        point = point_at(CELL, text, kind)
    else:
        line = next(n for n, t in enumerate(CELL.splitlines(), 1) if text in t) - 1
        point = next(p.number for p in skeleton.points if p.line == line and p.kind == "for")
    difference = skeleton_of(CELL.replace(old, new, 1)).locate(skeleton.path_of(point))
    assert isinstance(difference, CodeDifference)
    assert f"line {difference.old.line}, `{difference.old.name}`" in str(difference)


STATEMENTS = "a()\nb()\nc()\nfor x in y: f(x)\nd()\n"
KEPT = {
    "the next statement is edited": ("c()", "c(1)", 2),
    "a statement is put in between": ("c()", "new()\nc()", 2),
    "the next statement is removed": ("c()\nfor", "e()\nfor", 2),
    "the first is edited": ("a()", "a(1)", 2),
    "one is added at the top": ("a()", "new()\na()", 3),
    "one is removed at the top": ("a()\n", "", 1),
}


@pytest.mark.parametrize("name", KEPT)
def test_a_boundary_is_right_after_what_was_done(name: str) -> None:
    """A position between two statements stays behind the first, whatever follows now."""
    old, new, expected = KEPT[name]
    path = skeleton_of(STATEMENTS).path_of(2)
    assert skeleton_of(STATEMENTS.replace(old, new, 1)).locate(path) == expected


LOST = {
    "the statement before is edited": "a()\nb(1)\nc()\n",
    "the statement before is there twice": "b()\na()\nb()\nx()\nb()\n",
    "a statement that was done is to be done again": "b()\na()\nc()\n",
    "a statement still to do is in front": "a()\nc()\nb()\nd()\n",
    "everything is new": "x()\n",
    "nothing is left": "",
}


@pytest.mark.parametrize("name", LOST)
def test_a_boundary_that_is_not_clear_is_a_difference(name: str) -> None:
    """Nothing is run twice or left out by guessing."""
    path = skeleton_of(STATEMENTS).path_of(2)
    assert isinstance(skeleton_of(LOST[name]).locate(path), CodeDifference)


def test_the_statement_behind_an_inner_loop_is_found_when_that_loop_is_edited() -> None:
    """An edited body in front of the position is off the path."""
    old = "for x in y:\n    for z in x:\n        f(z)\n    g(x)\n"
    assert located(old, "g(x)", "stmt", old.replace("f(z)", "f(z, 1)")) == 2


def test_a_loop_that_moved_over_what_was_done_is_a_difference() -> None:
    """A statement in front of the loop must not be run again behind it."""
    old = "a()\nfor x in y: f(x)\nb()\n"
    assert isinstance(located(old, "for x", "for", "for x in y: f(x)\na()\nb()\n"), CodeDifference)
    assert isinstance(located(old, "for x", "for", "a()\nb()\nfor x in y: f(x)\n"), CodeDifference)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("lr = 0.1", "lr = 0.01", ("lr = 0.01",)),
        ("lr = 0.1", "lr = 0.1\nmore = 1", ("more = 1",)),
        ("lr = 0.1\n", "", ("lr = 0.1",)),
        ("    start()", "    start(1)", ("start(1)",)),
        ("train(row, lr)", "train(row)", ()),
        ("done()", "done(1)", ()),
        ("skip(row)", "skip(row, 1)", ()),
    ],
)
def test_edits_in_front_of_the_position_are_named(
    old: str, new: str, expected: tuple[str, ...]
) -> None:
    """Only what was run and looks different now is told, by its first line."""
    path = skeleton_of(CELL).path_of(point_at(CELL, "for row in rows", "for"))
    assert edited_before(CELL, path, CELL.replace(old, new, 1)) == expected


@pytest.mark.parametrize("text", ["step()", "check(row)", "repair(row)", "show(row)", "log(epoch)"])
def test_nothing_is_named_when_nothing_was_edited(text: str) -> None:
    """The same code has no edits, through every kind of block."""
    skeleton = skeleton_of(CELL)
    line = next(n for n, t in enumerate(CELL.splitlines(), 1) if text in t)
    points = [p for p in skeleton.points if p.line in (line, line - 1)]
    point = next(p for p in points if p.kind in ("stmt", "for", "while"))
    assert edited_before(CELL, skeleton.path_of(point.number), CELL) == ()
