"""The built wheel: one import name, the bundle inside, predicts offline from an empty folder."""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import QUARTERLY, ROOT


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return folder


def test_the_wheel_carries_one_import_name_and_the_bundle(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"hoinghi"}
    for part in ("manifest.json", "arrays.npz", "tables.json"):
        assert f"hoinghi/models/default/{part}" in names
    assert "hoinghi/py.typed" in names


def test_the_sdist_carries_what_training_needs(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    assert {
        "predict.py",
        "LICENSE",
        "labels/taxonomy.toml",
        "training/train.py",
        "models/default/manifest.json",
    } <= names


def test_an_installed_wheel_predicts_from_an_empty_folder(built: Path, tmp_path: Path) -> None:
    (wheel,) = built.glob("*.whl")
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    if not python.exists():
        python = tmp_path / "env" / "Scripts" / "python.exe"
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, str(wheel)], check=True, timeout=300)
    empty = tmp_path / "empty"
    empty.mkdir()
    code = (
        "import socket, sys\n"
        "def refuse(*a, **k): raise OSError('no network')\n"
        "socket.socket.connect = refuse\n"
        "from hoinghi import Predictor\n"
        "print(Predictor().predict(sys.stdin.buffer.read().decode()).to_json())"
    )
    result = subprocess.run(
        [str(python), "-c", code], input=QUARTERLY.encode(), capture_output=True, cwd=empty, timeout=120
    )
    assert result.returncode == 0, result.stderr.decode()
    assert json.loads(result.stdout)["meeting_type"]["label"] == "quarterly_review"
