"""Options behind the magic: words become settings, mistakes name themselves."""

import pytest

from ckpt_magic.core.errors import InvalidOptionError
from ckpt_magic.core.settings import Settings
from ckpt_magic.magics.arguments import parse_cell_options
from tests.magics.conftest import Session


def test_both_spellings_and_switches_are_read() -> None:
    """``--every 5``, ``--every=5`` and a switch without a value."""
    settings = parse_cell_options("--every 5 --max-size=1GB --fresh --vars a,b", Settings())
    assert settings == Settings(every=5, max_size_bytes=10**9, fresh=True, vars=("a", "b"))


@pytest.mark.parametrize(
    ("line", "named"),
    [("--evry 5", "--evry"), ("--every", "--every"), ("--every --fresh", "--every"),
     ("--every 0", "--every"), ("--interval '5 apples'", "--interval"), ("quick", "quick"),
     ("--name 'a", "--name"), ("--store x", "--store"), ("--max-overhead 1%", "--max")],
)  # fmt: skip
def test_a_mistake_is_named(line: str, named: str) -> None:
    """Unknown options (those of other versions too), missing and wrong values."""
    with pytest.raises(InvalidOptionError, match=named):
        parse_cell_options(line, Settings())


def test_a_wrong_option_stops_the_cell_in_two_lines(session: Session) -> None:
    """The cell does not run unprotected."""
    error = session.error("%%checkpointed --every 0\nx = 1\n")
    assert "--every" in str(error)
    assert len(error._render_traceback_()) == 2  # type: ignore[attr-defined]  # one of ours
    assert "x" not in session.names
