"""Bars of tqdm in a loop's header move, end and come back as they would without us."""

from __future__ import annotations

import copyreg
import pickle
from typing import Any

import pytest

from tests.resume.cells import resume, run_plain, run_quiet, run_watched, seen

tqdm = pytest.importorskip("tqdm").tqdm


def _make_bar(iterable: Any, count: int, sink: Any, closed: bool) -> Any:
    bar = tqdm(iterable, initial=count, file=sink)
    if closed:
        bar.close()
    return bar


def _sink(bar: Any) -> Any:
    return getattr(bar.fp, "_wrapped", bar.fp)


@pytest.fixture(autouse=True)
def _bars_that_can_be_pickled(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = lambda bar: (_make_bar, (bar.iterable, bar.n, _sink(bar), bar.disable))  # noqa: E731 (one line is enough)
    monkeypatch.setitem(copyreg.dispatch_table, tqdm, rule)


QUIET = "import io\nfrom tqdm import tqdm, trange\nsink = io.StringIO()\n"
CELLS = {
    "plain": "for x in tqdm(range(5), file=sink): out.append(x)",
    "trange": "for x in trange(5, file=sink, mininterval=0): out.append(x)",
    "off": "for x in tqdm(range(5), disable=True): out.append(x)",
    "inside enumerate": "for i, x in enumerate(tqdm('abc', file=sink)): out.append((i, x))",
    "inside zip": "for p in zip(tqdm('abc', file=sink), [1, 2, 3]): out.append(p)",
    "around enumerate": "for p in tqdm(enumerate('abc'), total=3, file=sink): out.append(p)",
    "nested": """
for x in tqdm('ab', file=sink):
    for y in tqdm(range(3), file=sink, leave=False): out.append((x, y))
""",
}
STATE = "state = (bar.n, bar.total, bar.disable)\ndel bar, tqdm, trange, io, sink"


@pytest.mark.parametrize("name", CELLS)
def test_a_bar_gives_all_items(name: str) -> None:
    """A loop over a bar goes over what the bar is around."""
    source = QUIET + "out = []\n" + CELLS[name] + "\ndel tqdm, trange, sink, io"
    plain, error = run_plain(source)
    rewritten, rewritten_error, _ = run_quiet(source)
    assert (seen(rewritten), rewritten_error) == (seen(plain), error)


@pytest.mark.parametrize("leaving", ["pass", "if x == 3: break", "if x == 3: raise OSError"])
@pytest.mark.parametrize("options", ["mininterval=0", "mininterval=99", "disable=True"])
def test_a_bar_in_a_variable_counts_as_always(leaving: str, options: str) -> None:
    """However the loop is left, the bar's count and look are those of tqdm's own loop."""
    source = (
        f"{QUIET}bar = tqdm(range(6), file=sink, {options})\n"
        f"try:\n    for x in bar:\n        {leaving}\nexcept OSError: pass\n{STATE}"
    )
    plain, _ = run_plain(source)
    rewritten, _, _ = run_quiet(source)
    assert seen(rewritten) == seen(plain)


@pytest.mark.parametrize("leaving", ["pass", "if x == 4: break"])
@pytest.mark.parametrize("header", ["bar", "map(int, bar)", "enumerate(bar)"])
def test_a_bar_goes_on_at_its_count(leaving: str, header: str) -> None:
    """Left at any point and come back to, a bar ends with the count it would have had."""
    source = (
        f"{QUIET}bar = tqdm(range(6), file=sink)\n"
        f"for x in {header}:\n    for y in 'ab': pass\n    {leaving}\n{STATE}"
    )
    plain, _ = run_plain(source)
    _, _, hooks, done = run_watched(source)
    assert hooks.taken
    for point, data in hooks.taken:
        resumed, _, _ = resume(done, point, data)
        assert seen(resumed) == seen(plain)


def test_a_copy_that_is_thrown_away_closes_nothing() -> None:
    """A snapshot that is only tried out must not end the bar on the screen."""
    source = f"{QUIET}bar = tqdm(range(6), file=sink)\nfor x in bar: pass"
    _, _, hooks, _ = run_watched(source)
    values, record, _ = pickle.loads(hooks.taken[3][1])
    before = values["sink"].getvalue()
    del record
    assert values["sink"].getvalue() == before
