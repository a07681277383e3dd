"""A missing library is named with its pip line, a broken one is not mistaken for it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from hoinghi.errors import HoinghiError
from hoinghi.extras import optional_module


def test_what_is_there_is_given() -> None:
    assert optional_module("json.decoder", "parquet", "x").JSONDecoder


def test_what_is_missing_is_named_with_its_pip_line() -> None:
    with pytest.raises(
        HoinghiError, match=r'^writing y needs no_such_module: pip install "hoinghi\[parquet\]"$'
    ):
        optional_module("no_such_module.part", "parquet", "writing y")


def test_a_library_that_misses_its_own_library_is_not_called_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken_library.py").write_text("import no_such_module\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError, match="no_such_module"):
        optional_module("broken_library", "parquet", "x")
    assert "broken_library" not in sys.modules
