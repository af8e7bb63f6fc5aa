"""Options: defaults ← environment ← arguments, checked once."""

import pytest

from ckpt_magic.core.errors import InvalidOptionError
from ckpt_magic.core.settings import Settings, parse_settings, settings_from_environment


def test_every_option_is_parsed() -> None:
    """Texts become numbers with units, names become tuples."""
    settings = parse_settings(
        {
            "name": "export_movies", "every": "100", "interval": "1m", "keep": "5",
            "max_size": "5GB", "vars": "a, b", "exclude": "df", "take": "lr", "resume": "ask",
            "fresh": "on", "quiet": "on",
        }
    )  # fmt: skip
    assert settings == Settings(
        name="export_movies", every=100, interval_s=60.0, keep=5, max_size_bytes=5 * 10**9,
        vars=("a", "b"), exclude=("df",), take=("lr",), resume="ask", fresh=True, quiet=True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("option", "value"),
    [("every", "0"), ("every", "-1"), ("every", "ten"), ("interval", "5 apples"), ("keep", "0"),
     ("max_size", "big"), ("vars", "a b"), ("resume", "maybe"), ("name", "a/b"), ("name", ""),
     ("fresh", "perhaps")],
)  # fmt: skip
def test_a_wrong_value_names_its_option(option: str, value: str) -> None:
    """The error shows the option as it is typed, and it is a ValueError too."""
    with pytest.raises(InvalidOptionError, match="--" + option.replace("_", "-")) as caught:
        parse_settings({option: value})
    assert isinstance(caught.value, ValueError)
    assert len(caught.value._render_traceback_()) == 2


def test_an_unknown_option_lists_the_known_ones() -> None:
    """A typing error is answered with what exists."""
    with pytest.raises(InvalidOptionError, match="--every"):
        parse_settings({"evrey": "3"})


def test_arguments_win_over_the_environment() -> None:
    """The environment sets defaults only."""
    base = settings_from_environment({"CKPT_MAGIC_KEEP": "7", "CKPT_MAGIC_EVERY": "10"})
    assert parse_settings({"every": "3"}, base) == Settings(every=3, keep=7)
