"""What names a store, and what cannot: laws."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ckpt_magic.core.errors import CheckpointError, InvalidOptionError
from ckpt_magic.server.places import Places
from ckpt_magic.server.tokens import Ground, Token, check_id, is_id, parse_token
from ckpt_magic.store.location import FOLDER_NAME, data_dir

PIECES = st.sampled_from(
    ["..", ".", "", FOLDER_NAME, "a", "b.ckpt", "data:", "dir:", "/", "\\", "\0", "C:", "~", "%2e"]
)
TYPED = st.text() | st.lists(PIECES | st.text(max_size=5), max_size=7).map("/".join)


@given(TYPED)
@example(f"a/../{FOLDER_NAME}/b.ckpt")
@example(f"/{FOLDER_NAME}/b.ckpt")
@example("data:../b.ckpt")
@example(f"data:/{FOLDER_NAME}/b.ckpt")
def test_whatever_is_typed_stays_inside(text: str) -> None:
    """A token is refused, or names a ``.ckpt`` file in a folder of stores and nothing else."""
    try:
        token = parse_token(text)
    except InvalidOptionError:
        return
    root = "/the/root"
    folders = {
        Ground.ROOT: os.path.join(root, *token.folders, FOLDER_NAME),
        Ground.DATA: "/data",
        Ground.NAMED: "/named",
    }
    path = os.path.normpath(os.path.join(folders[token.ground], token.name))
    assert os.path.dirname(path) == folders[token.ground]
    assert path.endswith(".ckpt")
    if token.ground is Ground.ROOT:
        assert path.startswith(root + "/")
    assert str(token) == text


@given(
    st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1), max_size=4),
    st.text(st.characters(categories=["L", "N", "Zs"]), min_size=1),
)
def test_what_is_listed_can_be_asked_for(folders: list[str], stem: str) -> None:
    """The token of a listed store leads back to it, whatever script its name is written in."""
    if not f"{stem}.ckpt".isprintable():
        return
    token = Token(ground=Ground.ROOT, folders=tuple(folders), name=f"{stem}.ckpt")
    assert parse_token(str(token)) == token


@given(TYPED)
def test_no_token_makes_or_opens_anything_outside(text: str) -> None:
    """On a real disk too: either an error of ours or a file below the folders of stores."""
    with tempfile.TemporaryDirectory() as made:
        home = Path(made)
        (home / "outside.ckpt").write_bytes(b"a store")
        (home / "root" / FOLDER_NAME).mkdir(parents=True)
        (home / "root" / FOLDER_NAME / "b.ckpt").write_bytes(b"a store")
        (home / "root" / FOLDER_NAME / "empty.ckpt").touch()
        places = Places(root=home / "root", environment={"XDG_DATA_HOME": str(home / "data")})
        before = sorted(home.rglob("*"))
        try:
            path = places.path_of(parse_token(text))
        except CheckpointError:
            path = home / "root" / FOLDER_NAME / "b.ckpt"
        assert path.resolve() == home / "root" / FOLDER_NAME / "b.ckpt"
        assert sorted(home.rglob("*")) == before


def test_the_three_grounds(tmp_path: Path) -> None:
    """Below the root, in the user's data folder, in the folder that the environment names."""
    named = tmp_path / "all stores"
    environment = {"XDG_DATA_HOME": str(tmp_path / "data"), "CKPT_MAGIC_DIR": str(named)}
    places = Places(root=tmp_path / "root", environment=environment)
    for folder in (tmp_path / "root" / "w" / FOLDER_NAME, data_dir(environment), named):
        folder.mkdir(parents=True)
        path = folder / "n.ckpt"
        path.write_bytes(b"a store")
        assert places.path_of(parse_token(str(places.token_of(path)))) == path
    assert places.store_of(tmp_path / "root" / "w" / "n.ipynb") == named / "n.ckpt"
    assert named / "n.ckpt" in places.stores_in(tmp_path / "root" / "w")


@given(st.text())
def test_ids(text: str) -> None:
    """An id never is more than one plain part of a file's name."""
    if is_id(text):
        assert check_id(text) == text
        assert os.path.basename(f"{text}.status") == f"{text}.status"
        assert text.isascii()
    else:
        with pytest.raises(InvalidOptionError):
            check_id(text)
