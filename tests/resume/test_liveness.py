"""Which names the code still to run reads before it sets them."""

import ast
import textwrap

import pytest

from ckpt_magic.resume.liveness import Liveness, sees_all_names


def _live(source: str) -> Liveness:
    return Liveness(ast.parse(textwrap.dedent(source)).body)


def test_what_a_pass_sets_before_it_reads_is_not_needed_between_passes() -> None:
    """A response, a cursor or a generator of the last pass may be gone."""
    live = _live("""\
        for path in files:
            tokens = tokenize(path)
            names.update(tokens)
        total = sum(names)
        """)
    assert live.at_loop(1) == {"tokenize", "names", "sum"}
    assert live.at_statement(3) >= {"tokens"}


def test_what_is_read_before_it_is_set_again_is_needed() -> None:
    """The value of the last pass matters where the next one looks at it first."""
    live = _live("""\
        for x in data:
            if previous is not None:
                out.append(previous)
            previous = make(x)
        """)
    assert "previous" in live.at_loop(1)


def test_an_augmented_assignment_and_a_deletion_read() -> None:
    """``x += 1`` and ``del x`` fail without a value."""
    assert {"x", "y"} <= _live("x += 1\ndel y\n").at_statement(1)


def test_a_handler_may_see_any_state_of_the_body() -> None:
    """An error can strike before the assignment in the ``try``."""
    live = _live("""\
        while True:
            try:
                response = get()
            except OSError:
                log(response)
        """)
    assert "response" in live.at_loop(1)


@pytest.mark.parametrize("jump", ["break", "continue"])
def test_jumps_lead_where_they_lead(jump: str) -> None:
    """After a loop, or at its head, other names are live."""
    source = f"while c():\n    r = f()\n    {jump}\n    use(r)\nend(after)\n"
    assert "r" not in _live(source).at_loop(1)
    assert "after" in _live(source).at_statement(2)


def test_names_of_comprehensions_and_parameters_are_their_own() -> None:
    """``[t for t in rows]`` and ``lambda t: t`` do not read the cell's ``t``."""
    live = _live("out = [t for t in rows]\nf = lambda t: t + k\n")
    assert live.at_statement(1) == {"rows", "k"}


def test_a_with_target_and_a_capture_are_set() -> None:
    """``as f`` and ``case n`` give their names a value before the body reads it."""
    live = _live("""\
        with open(p) as f:
            f.read()
        match q:
            case n:
                use(n)
        """)
    assert live.at_statement(1) == {"open", "p", "q", "use"}


def test_a_function_reads_on_behalf_of_who_uses_it() -> None:
    """Using ``fetch`` reads the client that it reads."""
    reads = {"fetch": frozenset({"client"})}
    live = Liveness(ast.parse("fetch(1)").body, lambda name: reads.get(name, frozenset()))
    assert live.at_statement(1) == {"fetch", "client"}


def test_code_that_can_reach_any_name_is_recognised() -> None:
    """``eval`` and ``globals()`` may read everything."""
    assert sees_all_names(ast.parse("x = eval(s)").body)
    assert not sees_all_names(ast.parse("x = f(s)").body)
