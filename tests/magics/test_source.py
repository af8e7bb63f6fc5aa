"""``%%checkpointed`` as text: found at the top, replaced by a marker, nothing else moved."""

import pytest

from ckpt_magic.magics.source import split, transform


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def test_the_magic_becomes_one_line_and_the_code_keeps_its_line_numbers() -> None:
    """Tracebacks point where the person wrote the code."""
    code = _lines("%%checkpointed --every 10\nfor x in y:\n    !ls\n")
    assert transform(code)[1:] == code[1:]
    assert transform(code)[0].startswith("get_ipython().run_line_magic('ckpt_begin'")


@pytest.mark.parametrize(
    "code", ["x = 1\n", "%%time\nx = 1\n", "%%checkpointed?\n", "%%checkpointedness\nx\n", ""]
)
def test_other_cells_are_left_alone(code: str) -> None:
    """Neither plain cells nor other magics nor a request for help are touched."""
    assert transform(_lines(code)) == _lines(code)


@pytest.mark.parametrize(
    "code", ["%%time\n%%checkpointed --keep 2\nx\n", "%%checkpointed --keep 2\n%%time\nx\n"]
)
def test_it_stacks_with_magics_that_run_the_cell_once(code: str) -> None:
    """In either order the other magic stays in front and the marker is in its cell."""
    lines = transform(_lines(code))
    assert lines[0] == "%%time\n"
    assert "'--keep 2'" in lines[1]
    assert lines[2] == "x\n"


@pytest.mark.parametrize("other", ["timeit", "prun", "bash", "writefile a.py", "html"])
def test_what_repeats_the_cell_or_is_not_python_is_refused(other: str) -> None:
    """The cell is replaced by its refusal, whatever the order."""
    for code in (f"%%checkpointed\n%%{other}\nx\n", f"%%{other}\n%%checkpointed\nx\n"):
        (line,) = transform(_lines(code))
        assert "ckpt_refuse" in line


def test_options_are_taken_as_written() -> None:
    """Everything behind the magic's name belongs to it."""
    parts = split(_lines("%%checkpointed  --name a --vars b,c  \nx\n"))
    assert parts is not None
    assert parts.options == "--name a --vars b,c"


def test_a_refusal_inside_capture_is_shown_behind_it() -> None:
    """``%%capture`` would catch it with the rest of the output."""
    lines = transform(_lines("%%checkpointed\n%%capture cap\nx = 1\n"))
    assert lines[0].startswith("get_ipython().run_cell_magic('capture', 'cap', ")
    assert "ckpt_surface" in lines[1]
    compile("".join(lines), "cell", "exec")
