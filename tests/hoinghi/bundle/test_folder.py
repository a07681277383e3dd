"""Bundles: whole or refused."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from hoinghi import Predictor
from hoinghi.bundle.array_archive import pack_arrays
from hoinghi.bundle.folder import LIMITS, Bundle, default_bundle, load_bundle
from hoinghi.document import read_document
from hoinghi.errors import BundleError
from hoinghi.explanation import explain, explanation_record
from hoinghi.heads.article_clauses import FORMER_INPUTS
from hoinghi.heads.encoding import encode
from hoinghi.heads.linear_pooling import LinearPooling
from hoinghi.heads.spline_pooling import SplinePooling, basis_size
from hoinghi.model import build_model, model_arrays


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(default_bundle(), tmp_path / "bundle"))


def test_a_copy_loads(copy: Path, predictor: Predictor) -> None:
    assert Predictor(copy).digest == predictor.digest
    assert Predictor(str(copy)).predict("x") == predictor.predict("x")


FILES = ("manifest.json", "arrays.npz", "tables.json")


def seal(folder: Path, **changes: Any) -> None:
    """A manifest that vouches for whatever ``folder`` holds now: what an attacker can write as well."""
    manifest = json.loads((default_bundle() / "manifest.json").read_text(encoding="utf-8")) | changes
    manifest["files"] = {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
        for name in ("arrays.npz", "tables.json")
    }
    (folder / "manifest.json").write_bytes(sealed_bytes(manifest))


def sealed_bytes(manifest: dict[str, Any]) -> bytes:
    def canonical(value: object) -> bytes:
        return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()

    bare = {key: value for key, value in manifest.items() if key != "digest"}
    return canonical(bare | {"digest": hashlib.sha256(canonical(bare)).hexdigest()})


def said(folder: Path) -> str:
    """The sentence with which a bundle is refused."""
    with pytest.raises(BundleError) as caught:
        load_bundle(folder)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("name", FILES)
def test_any_flipped_byte_is_caught(copy: Path, name: str) -> None:
    rng = random.Random(7)
    with (copy / name).open("r+b", buffering=0) as stream:
        size = stream.seek(0, os.SEEK_END)
        for position in {0, 1, size - 2, size - 1, *(rng.randrange(size) for _ in range(40))}:
            stream.seek(position)
            byte = stream.read(1)
            stream.seek(position)
            stream.write(bytes([byte[0] ^ rng.randrange(1, 256)]))
            with pytest.raises(BundleError):
                load_bundle(copy)
            stream.seek(position)
            stream.write(byte)
    load_bundle(copy)


def test_a_bundle_that_was_sealed_again_loads(copy: Path, predictor: Predictor) -> None:
    seal(copy)
    assert load_bundle(copy).digest == predictor.digest


@pytest.mark.parametrize("name", FILES)
def test_files_of_another_bundle_are_refused(copy: Path, tmp_path: Path, name: str) -> None:
    other = Path(shutil.copytree(copy, tmp_path / "other"))
    tables = json.loads((other / "tables.json").read_text(encoding="utf-8"))
    (other / "tables.json").write_text(json.dumps(tables | {"more": 1}), encoding="utf-8")
    (other / "arrays.npz").write_bytes(pack_arrays(dict(load_bundle(copy).arrays) | {"a.more": np.zeros(3)}))
    seal(other)
    load_bundle(other)
    shutil.copy(other / name, copy / name)
    assert "was altered" in said(copy)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights that Windows users may lack")
@pytest.mark.parametrize("name", FILES)
def test_a_file_must_be_a_regular_file_of_the_folder(copy: Path, tmp_path: Path, name: str) -> None:
    path = copy / name
    path.rename(tmp_path / name)
    for make in (
        lambda: path.symlink_to(tmp_path / name),
        lambda: path.symlink_to("/dev/zero"),
        lambda: os.mkfifo(path),  # opening it would wait for ever
        lambda: path.mkdir(),
    ):
        make()
        assert f"{name} is a link or no regular file" in said(copy)
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    os.link(tmp_path / name, path)
    load_bundle(copy)


@pytest.mark.parametrize("name", FILES)
def test_a_file_beyond_its_limit_is_refused_unread(copy: Path, name: str) -> None:
    os.truncate(copy / name, LIMITS[name] + 1)  # a hole: no disk, no time
    assert f"{name} is larger than the" in said(copy)


DEEP = 100_000


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "cannot be used"),
        (b"[]", "it is no JSON object"),
        (b"[" * DEEP, "nested too deeply"),
        (b'{"a":' * DEEP, "nested too deeply"),
        (b'{"titles": {"more": ' + b"[" * 900 + b"]" * 900 + b"}}", "cannot be used|do not fit"),
        (b'{"ranker": NaN}', "malformed"),
        (b'{"ranker": 1e999}', "out of range"),
        (b'{"ranker": ' + b"9" * 100_000 + b"}", "cannot be used"),
        (b'{"ranker": "\xff"}', "cannot be used"),
        (b'{"ranker": "\\ud800"}', "cannot be used"),
        (b'{"ranker": 1} {}', "malformed"),
    ],
)
def test_tables_that_are_no_plain_json_are_refused(copy: Path, content: bytes, reason: str) -> None:
    (copy / "tables.json").write_bytes(content)
    seal(copy)
    with pytest.raises(BundleError, match=reason) as caught:
        build_model(load_bundle(copy))
    assert len(str(caught.value)) < 1000
    assert str(caught.value).isprintable()


def test_arrays_that_are_no_archive_are_refused(copy: Path) -> None:
    (copy / "arrays.npz").write_bytes(b"PK")
    seal(copy)
    assert "arrays.npz cannot be used: it is no archive" in said(copy)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"null",
        b"[" * DEEP,
        b'{"format": "2"}',
        b'{"format": true}',
        b'{"format": 0}',
        b'{"format": -1}',
        b'{"format": 2.5}',
        b'{"format": ' + b"9" * 5000 + b"}",
        b'{"format": 2, "more": ' + b"[" * 950 + b"]" * 950 + b"}",
        b"\xff\xfe",
    ],
)
def test_a_manifest_that_is_none_is_refused(copy: Path, content: bytes) -> None:
    (copy / "manifest.json").write_bytes(content)
    assert "manifest.json is no manifest" in said(copy) or "manifest.json was altered" in said(copy)


@pytest.mark.parametrize(
    "changes",
    [
        {"files": ["arrays.npz", "tables.json"]},
        {"files": {"arrays.npz": 1, "tables.json": 2}},
        {"files": {"arrays.npz": "", "tables.json": "", "../../etc/passwd": ""}},
        {"files": {"arrays.npz": ""}},
        {"files": None},
        {"labels": []},
        {"labels": {"topics": "abc"}},
        {"quality": {"type": {"value": "high", "interval": [0, 1]}}},
        {"quality": {"type": {"value": 1.0, "interval": [0]}}},
        {"corpus": "all"},
    ],
)
def test_a_sealed_manifest_of_another_shape_is_refused(copy: Path, changes: dict[str, Any]) -> None:
    manifest = json.loads((copy / "manifest.json").read_text(encoding="utf-8"))
    (copy / "manifest.json").write_bytes(sealed_bytes(manifest | changes))
    assert "manifest.json is no manifest" in said(copy)


@pytest.mark.parametrize("name", FILES)
def test_missing_and_truncated_files_are_refused(copy: Path, name: str) -> None:
    path = copy / name
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(BundleError, match=name):
        load_bundle(copy)
    path.unlink()
    with pytest.raises(BundleError, match=name):
        load_bundle(copy)


def test_a_newer_format_is_refused_with_advice(copy: Path) -> None:
    manifest = json.loads((copy / "manifest.json").read_text(encoding="utf-8"))
    manifest["format"] = 99
    (copy / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(BundleError, match=r"newer.*upgrade hoinghi"):
        load_bundle(copy)


@pytest.fixture
def former() -> tuple[Bundle, int]:
    """The shipped bundle as one before format 6, without its pooling; the number of its topics."""
    bundle = load_bundle(default_bundle())
    count = len(bundle.manifest["labels"]["topics"])
    arrays = {
        name: array[..., :count] if name in FORMER_COLUMNS else array
        for name, array in bundle.arrays.items()
        if name not in ("topic.pooling", "topic.ranges", "topic.scales", "topic.caution")
    }
    return replace(bundle, arrays=arrays), count


# What has a column more from format 6 on: whether a clause earns any topic.
FORMER_COLUMNS = ("topic.clause.coefficients", "topic.sentence.coefficients", "topic.intercepts")


def pooling_of(bundle: Bundle, **arrays: NDArray[Any]) -> LinearPooling:
    named = {f"topic.{name}": array for name, array in arrays.items()}
    model = build_model(replace(bundle, arrays=dict(bundle.arrays) | named))
    assert not model.topics.score(
        encode([read_document("Xây nhà cho hộ nghèo")], model.table)
    ).any_topic.any()
    assert isinstance(model.topics.pooling, LinearPooling)
    return model.topics.pooling


def test_a_bundle_of_format_1_scores_by_the_best_clause_alone(former: tuple[Bundle, int]) -> None:
    bundle, count = former
    slopes = np.arange(1.0, count + 1)
    weights = pooling_of(bundle, slopes=slopes).weights
    assert weights[:, 0].tolist() == slopes.tolist()
    assert not weights[:, 1:].any()


def test_a_bundle_of_format_3_scores_by_two_clauses_and_the_meeting_type(former: tuple[Bundle, int]) -> None:
    bundle, count = former
    three = np.arange(3.0 * count).reshape(-1, 3)
    weights = pooling_of(bundle, pooling=three).weights
    assert weights[:, [0, 1, 4]].tolist() == three.tolist()
    assert not weights[:, [2, 3]].any()


def test_a_bundle_of_format_5_scores_by_five_inputs(former: tuple[Bundle, int]) -> None:
    bundle, count = former
    five = np.arange(5.0 * count).reshape(-1, 5)
    pooling = pooling_of(bundle, pooling=five)
    assert pooling.weights.tolist() == five.tolist()
    assert pooling.offsets.tolist() == bundle.arrays["topic.offsets"].tolist()


def test_a_bundle_of_format_6_reads_no_model_of_whole_articles() -> None:
    bundle = load_bundle(default_bundle())
    weights = np.zeros(basis_size(FORMER_INPUTS))
    weights[0] = 9.0  # the best clause alone decides
    arrays = {
        name: array for name, array in bundle.arrays.items() if not name.startswith("topic.article")
    } | {"topic.ranges": bundle.arrays["topic.ranges"][:, :FORMER_INPUTS], "topic.pooling": weights}
    model = build_model(replace(bundle, arrays=arrays))
    assert isinstance(model.topics.pooling, SplinePooling)
    why = explain(model, "Xây 14 căn nhà Đại đoàn kết cho hộ nghèo")
    assert "poverty_relief" in [answer.label for answer in why.topics]
    assert [answer.words for answer in why.topics] == [None] * len(why.topics)
    assert all("words" not in topic for topic in explanation_record(why)["topics"])  # type: ignore[attr-defined]
    again = model_arrays(model)
    assert again.keys() == arrays.keys()
    assert all(np.array_equal(again[name], array) for name, array in arrays.items())


def test_bundles_before_format_5_divide_by_the_cosines_norm() -> None:
    bundle = load_bundle(default_bundle())
    former = {name: array for name, array in bundle.arrays.items() if not name.endswith(".norm")}
    norm = build_model(replace(bundle, arrays=former)).topics.clause.norm
    assert (norm.power, norm.usual) == (1.0, 1.0)
    assert norm.unknown == former["topic.clause.unknown"][0]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="nowhere"):
        Predictor(tmp_path / "nowhere")


def test_no_load_path_unpickles() -> None:
    package = Path(__file__).resolve().parents[3] / "hoinghi"
    for source in package.glob("*.py"):
        text = source.read_text(encoding="utf-8")
        assert "import pickle" not in text
        assert "allow_pickle=True" not in text
