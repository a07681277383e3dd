"""Ids that come again are counted, whatever fits into memory at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hoinghi.batch import duplicates
from hoinghi.batch.duplicates import count_duplicates


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(ids=st.lists(st.text(st.sampled_from("ab\ud800"), max_size=3), max_size=40), size=st.integers(1, 50))
def test_the_number_is_that_of_a_set(tmp_path: Path, ids: list[str], size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duplicates, "PASS", size)
        assert count_duplicates(iter(ids), tmp_path) == (len(ids), len(ids) - len(set(ids)))
    assert list(tmp_path.iterdir()) == []
