"""Bars of tqdm in a loop's header move, end and come back as they would without us."""

from __future__ import annotations

import pytest

from tests.resume.cells import run_plain, run_quiet, seen

pytest.importorskip("tqdm")
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
