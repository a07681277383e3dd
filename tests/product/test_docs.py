"""What the pages of docs/ show in Python runs."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT

PAGES = sorted((ROOT / "docs").glob("*.md"))
EXAMPLES = [
    pytest.param(page.name, code, id=f"{page.stem}-{number}")
    for page in PAGES
    for number, code in enumerate(
        re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.S), 1
    )
]
OPTIONAL = ("narwhals", "pandas", "polars", "pyarrow", "sklearn")
NEEDS = {"predict_frame": "narwhals", "ArticleFeatures": "sklearn"}


@pytest.mark.parametrize(("page", "code"), EXAMPLES)
def test_the_python_examples_run(page: str, code: str) -> None:
    imported = re.findall(r"^(?:from|import) (\w+)", code, re.M)
    for module in [
        *(m for m in OPTIONAL if m in imported),
        *(m for name, m in NEEDS.items() if name in code),
    ]:
        pytest.importorskip(module)
    exec(compile(code, page, "exec"), {})


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 5
