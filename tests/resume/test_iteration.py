"""Loops over every iterable that comes back exactly, left at each of their points."""

from __future__ import annotations

import pickle
import sys

import pytest

from ckpt_magic.core.model import Progress
from ckpt_magic.resume import iteration
from ckpt_magic.resume.progress import progress_of, to_come
from ckpt_magic.resume.runtime import Frame
from tests.resume.cells import (
    Namespace,
    assert_same_from_every_point,
    namespace_of,
    pickled,
    run_in,
    run_plain,
    run_watched,
)

BODY = """
for x in {iterable}:
    out.append(x)
    for y in range(2): out.append(y)
    if len(out) == 6: out.append('middle')
del x
"""
BUILTIN = (
    "range(3)",
    "range(2 ** 70, 2 ** 70 + 3)",
    "[1, 2, 3]",
    "(1, 2, 3)",
    "'abc'",
    "'é漢字'",
    "b'abc'",
    "bytearray(b'abc')",
    "{1: 'a', 2: 'b'}",
    "{1: 'a', 2: 'b'}.values()",
    "{1: 'a', 2: 'b'}.items()",
    "{3, 1, 2}",
    "frozenset([3, 1, 2])",
    "collections.deque([1, 2, 3])",
    "collections.OrderedDict(a=1, b=2)",
    "collections.Counter('aab')",
    "collections.defaultdict(list, a=1, b=2).items()",
    "array.array('d', [1.5, 2.5])",
    "enumerate('abc', 5)",
    "zip([1, 2, 3], 'abc', strict=True)",
    "reversed([1, 2, 3])",
    "reversed(range(3))",
    "reversed((1, 2, 3))",
    "map(str, [1, 2, 3])",
    "map(max, [1, 2, 3], (3, 2, 1))",
    "filter(None, [0, 1, 2, 0, 3])",
    "enumerate(zip(map(str, range(3)), reversed('abc')))",
    "iter(collections.deque([1, 2]).popleft, 2)",
    "[]",
)
ITERTOOLS = (
    "itertools.chain([1, 2], 'ab')",
    "itertools.chain.from_iterable([[1, 2], [3]])",
    "itertools.islice(itertools.count(5), 3)",
    "itertools.islice(itertools.cycle('ab'), 5)",
    "itertools.product('ab', [1, 2])",
    "itertools.permutations('abc', 2)",
    "itertools.combinations('abc', 2)",
    "itertools.combinations_with_replacement('ab', 2)",
    "itertools.accumulate([1, 2, 3])",
    "itertools.repeat('r', 3)",
    "itertools.starmap(pow, [(2, 3), (3, 2)])",
    "itertools.zip_longest([1, 2], 'abc', fillvalue=0)",
    "itertools.compress('abcd', [1, 0, 1, 1])",
    "itertools.filterfalse(None, [0, 1, 0])",
    "itertools.tee([1, 2, 3])[0]",
)
ARRAYS = (
    "numpy.arange(3)",
    "numpy.arange(6).reshape(3, 2)",
    "numpy.array(['a', 'b'])",
    "numpy.array([1, 'a', None], dtype=object)",
    "enumerate(numpy.arange(3.0))",
)
FRAMES = (
    "pandas.Series([1.5, 2.5])",
    "pandas.Series(['a', 'b'])",
    "pandas.Series([True, False])",
    "pandas.Series(pandas.to_datetime(['2020-01-01', '2020-01-02']))",
    "pandas.Series(['a', 'b', 'a'], dtype='category')",
    "pandas.Series([1, None], dtype='Int64')",
    "pandas.Series([1, 2]).index",
    "pandas.Index(['a', 'b'])",
    "pandas.DatetimeIndex(['2020-01-01', '2020-01-02'])",
    "pandas.date_range('2020-01-01', periods=3)",
    "pandas.MultiIndex.from_product([[1, 2], ['a', 'b']])",
    "pandas.DataFrame(dict(a=[1], b=[2]))",
    "zip(pandas.Series([1, 2]), pandas.Series(['a', 'b']))",
    "enumerate(pandas.Series(['a', 'b']))",
)


def cell(iterable: str, modules: str) -> str:
    return f"import {modules}\nout = []\n" + BODY.format(iterable=iterable)


@pytest.mark.parametrize("iterable", BUILTIN)
def test_builtin_iterables_go_on_from_every_point(iterable: str) -> None:
    """Each builtin iterable is gone over once, in its order, however often it is left."""
    assert assert_same_from_every_point(cell(iterable, "array, collections")) > 0


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="their own pickling is gone in 3.14")
@pytest.mark.filterwarnings("ignore:Pickle, copy, and deepcopy support will be removed")
@pytest.mark.parametrize("iterable", ITERTOOLS)
def test_itertools_go_on_from_every_point(iterable: str) -> None:
    """Each iterator of itertools that pickles itself is gone over exactly once."""
    assert assert_same_from_every_point(cell(iterable, "itertools")) > 0


@pytest.mark.parametrize("iterable", ARRAYS)
def test_arrays_go_on_from_every_point(iterable: str) -> None:
    """Arrays are gone over by index, whatever their type."""
    pytest.importorskip("numpy")
    assert assert_same_from_every_point(cell(iterable, "numpy")) > 0


@pytest.mark.parametrize("iterable", FRAMES)
def test_frames_go_on_from_every_point(iterable: str) -> None:
    """Series, indexes and column labels give what pandas gives."""
    pytest.importorskip("pandas")
    assert assert_same_from_every_point(cell(iterable, "pandas")) > 0


@pytest.mark.parametrize("iterable", [*ARRAYS, *FRAMES])
def test_items_have_the_types_they_always_had(iterable: str) -> None:
    """A stand-in for an iterator of pandas makes objects of the same types."""
    setup = f"import numpy, pandas\nmade = {iterable}\n"
    namespace, _ = run_plain(setup + "plain = [(type(x), repr(x)) for x in made]")
    again, _ = run_plain(setup)
    mine = iteration.resumable(again["made"])
    assert [(type(x), repr(x)) for x in mine] == namespace["plain"]


SHARED = {
    "an iterator in a variable": """
numbers = iter(range(9))
out = []
for x in numbers:
    out.append((x, next(numbers, None)))
""",
    "two loops over one iterator": """
numbers = iter(range(9))
out = []
for x in numbers:
    out.append(x)
    for y in numbers:
        out.append(('in', y))
        if y % 3 == 0: break
""",
    "zip over one iterator twice": """
numbers = iter(range(6))
out = []
for x in zip(numbers, numbers):
    out.append(x)
    for y in range(2): pass
""",
    "a list that grows": """
numbers = [1, 2]
out = []
for x in numbers:
    out.append(x)
    if len(numbers) < 6: numbers.append(x * 2)
""",
    "the loop variable is an element": """
rows = [dict(n=n) for n in range(3)]
for row in rows:
    for i in range(2): row['n'] += 10
same = [row is rows[2], rows[2]['n']]
""",
}


@pytest.mark.parametrize("name", SHARED)
def test_iterators_stay_shared(name: str) -> None:
    """The loop and the namespace go on with one and the same object."""
    assert assert_same_from_every_point(SHARED[name]) > 0


@pytest.mark.parametrize(
    ("iterable", "total"),
    [
        ([1, 2, 3, 4], 4),
        (range(4), 4),
        ("abcd", 4),
        ({1: 1, 2: 2, 3: 3, 4: 4}, 4),
        ({1, 2, 3, 4}, 4),
        (enumerate([1, 2, 3, 4], 100), 4),
        (zip("abcdef", [1, 2, 3, 4], strict=False), 4),
        (map(str, [1, 2, 3, 4]), 4),
        (reversed([1, 2, 3, 4]), 4),
    ],
)
def test_progress_is_read_without_moving(iterable: object, total: int) -> None:
    """An iterator knows how many items it gave, and gives the rest all the same."""
    iterator = iter(iterable)  # type: ignore[call-overload]  # the table is of mixed types
    length = to_come(iterator)
    taken = [next(iterator), next(iterator)]
    assert progress_of(iterator, length) == Progress(processed=2, total=total)
    assert len(taken) + len(list(iterator)) == total


class Talkative:
    """An iterable that says when it is asked for its length."""

    def __iter__(self) -> Talkative:
        return self

    def __next__(self) -> int:
        return 1

    def __length_hint__(self) -> int:
        raise AssertionError("a loop does not ask this")


def test_progress_runs_nobody_elses_code() -> None:
    """An iterator of a person's own is not asked how far it is."""
    assert progress_of(enumerate(Talkative()), to_come(Talkative())) is None


class Asks:
    """Hooks that ask for the progress at every point."""

    def __init__(self, _: Namespace) -> None:
        self.told: list[str] = []
        self.records: list[tuple[int, bytes]] = []

    def at_point(self, frame: Frame, point: int) -> None:
        self.told.append(str(frame.iterations()))
        self.records.append((point, pickled(frame.record(point))))

    def loop_begins(self, _iterable: object, _loop: object) -> None:
        """Let every loop begin."""

    def went_live(self) -> None:
        return None


def test_a_frame_tells_the_progress_of_its_outermost_loop() -> None:
    """Inner loops do not count, and a resumed loop goes on counting."""
    source = "for i in range(3):\n    for j in 'ab': pass\n    x = i"
    _, _, hooks, done = run_watched(source, None, Asks)
    assert hooks.told == ["0 of 3", *["1 of 3"] * 5, *["2 of 3"] * 5, *["3 of 3"] * 5]
    point, record = hooks.records[4]
    again = Asks({})
    frame = Frame(done.skeleton, again, [True])
    frame.load(pickle.loads(record), point)
    run_in(frame, done, namespace_of({"i": 0}))
    assert again.told == hooks.told[4:]


def test_a_frame_tells_the_progress_of_all_loops_it_is_inside_of() -> None:
    """Outermost first, with their headers; a loop that is over is not told of."""

    class AsksAll(Asks):
        def at_point(self, frame: Frame, point: int) -> None:
            loops = frame.loops.running()
            self.told.append(" / ".join(f"{one.header}: {one.progress}" for one in loops))
            super().at_point(frame, point)
            self.told.pop()

    source = "for i in range(2):\n    for j in range(2): pass\nfor k in 'ab': pass"
    _, _, hooks, _ = run_watched(source, None, AsksAll)
    inner = "for i in range(2): {} of 2 / for j in range(2): {} of 2"
    assert hooks.told == [
        "for i in range(2): 0 of 2",
        *[inner.format(1, j) for j in range(3)],
        "for i in range(2): 1 of 2",
        *[inner.format(2, j) for j in range(3)],
        "for i in range(2): 2 of 2",
        *[f"for k in 'ab': {k} of 2" for k in range(3)],
    ]
