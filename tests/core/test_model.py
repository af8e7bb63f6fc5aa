"""Manifests survive the way through plain JSON."""

import json

from hypothesis import given
from hypothesis import strategies as st

from ckpt_magic.core.model import (
    BlobRecord,
    Checkpoint,
    ChunkRef,
    Manifest,
    Notice,
    Progress,
    SkippedVariable,
    VariableRecord,
)

texts = st.text(max_size=20)
sizes = st.integers(0, 2**60)
manifests = st.builds(
    Manifest,
    store_id=texts,
    operation_id=texts,
    sequence=st.integers(1, 10**6),
    created_at=st.floats(0, 4e9),
    progress=st.builds(Progress, processed=sizes, total=st.none() | sizes),
    position=st.none() | st.tuples(st.integers(0, 999)),
    variables=st.tuples(st.builds(VariableRecord, name=texts, type_name=texts, size_bytes=sizes)),
    skipped=st.tuples(st.builds(SkippedVariable, name=texts, type_name=texts, reason=texts)),
    notices=st.tuples(st.builds(Notice, kind=texts, subject=texts, text=texts)),
    blobs=st.tuples(
        st.builds(
            BlobRecord,
            name=texts,
            size_bytes=sizes,
            chunks=st.tuples(st.builds(ChunkRef, texts, sizes)),
        )
    ),
    context=st.dictionaries(texts, st.none() | st.integers() | st.lists(texts, max_size=3)),
)


@given(manifests)
def test_a_manifest_comes_back_equal_from_json(manifest: Manifest) -> None:
    """Nothing of a manifest is lost in its JSON form."""
    text = json.dumps(manifest.to_json())
    assert Manifest.from_json(json.loads(text)) == manifest


def test_a_checkpoint_is_named_after_its_operation_and_number() -> None:
    """The id is what commands take."""
    manifest = Manifest(store_id="s", operation_id="train-1f", sequence=3, created_at=0.0)
    assert Checkpoint(manifest=manifest).id == "train-1f@3"


def test_progress_is_a_share_only_where_the_total_is_known() -> None:
    """No total, no fraction; never more than all."""
    assert Progress(processed=5).fraction is None
    assert Progress(processed=5, total=20).fraction == 0.25
    assert Progress(processed=30, total=20).fraction == 1.0
