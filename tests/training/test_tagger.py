"""The general tagger: file variants, metrics, learning, the saved bundle, determinism.

All sentences are inventions.
"""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from hoinghi import Predictor
from hoinghi.bundle.folder import load_bundle, save_bundle
from hoinghi.errors import BundleError
from hoinghi.model import build_model
from hoinghi.tagging.crf import FORBIDDEN
from hoinghi.tagging.form_features import form_keys, read_sentences
from hoinghi.tagging.form_tagger import TABLE
from training.clusters import learn_clusters, read_lines
from training.entity_metrics import EntityCounts, count_entities, entities, micro
from training.fit_chain import expectations, forbidden_steps
from training.ner_corpus import (
    CorpusError,
    TaggedTokens,
    parse_tagged,
    raw_text,
    read_tagged,
    syllable_view,
    to_bio,
)
from training.ner_features import BIAS, TEMPLATES, form_reader, learn_gazetteer, read_clusters
from training.tagger import tagger_command

PEOPLE = ("Lê Văn Tám", "Bùi Thị Sáu", "Hà Quang Dũng", "Đỗ Minh Khuê", "Vũ Hải Nam", "Trần Thu Ngân")
PLACES = ("Suối Vàng", "Đồi Mận", "Bến Nghé", "Thác Bạc", "Cù Lao", "Hang Dơi")
FRAMES = (
    "Ông {p} về thăm xã {q} .",
    "Bà {p} sống ở huyện {q} đã lâu .",
    "Sáng nay , ông {p} đến tỉnh {q} .",
    "Người dân xã {q} gặp bà {p} hôm qua .",
)


def _sentence(frame: str, person: str, place: str, joint: str = " ") -> str:
    """CoNLL lines of one sentence; ``joint`` stands between the syllables of a name."""
    lines = []
    for word in frame.split():
        name = {"{p}": (person, "Per"), "{q}": (place, "Place")}.get(word)
        if name is None:
            lines.append(f"{word}\tO")
            continue
        parts = name[0].replace(" ", joint).split(" ")
        lines += [f"{part}\t{'I' if i else 'B'}-{name[1]}" for i, part in enumerate(parts)]
    return "\n".join(lines) + "\n"


def _corpus(joint: str = " ", people: tuple[str, ...] = PEOPLE) -> str:
    return "\n".join(_sentence(f, p, q, joint) for f, p, q in product(FRAMES, people, PLACES))


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="")
    return path


PLAIN = "Bà O\nLê B-PER\nSáu I-PER\n\nHuế B-LOC\n"
EXPECTED = [
    TaggedTokens(("Bà", "Lê", "Sáu"), ("O", "B-PER", "I-PER")),
    TaggedTokens(("Huế",), ("B-LOC",)),
]


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        PLAIN.replace(" ", "\t"),
        PLAIN.replace("\n", "\r\n"),
        "\ufeff" + PLAIN,
        PLAIN.rstrip("\n"),
        "-DOCSTART- O\n\n" + PLAIN,
        "-DOCSTART- -X- -X- O\n" + PLAIN.replace("\n\n", "\n\n\n"),
        "# newdoc id = 7\n" + PLAIN,
        "Bà N B-NP O\nLê Np B-NP B-PER\nSáu Np I-NP I-PER\n\nHuế Np B-NP B-LOC\n",
        "Bà O\nLê I-PER\nSáu I-PER\n\nHuế I-LOC\n",  # BIO1
        "Bà O\nLê B-PER\nSáu E-PER\n\nHuế S-LOC\n",  # BIOES
        "Bà O\nLê B-PER\nSáu L-PER\n\nHuế U-LOC\n",  # BILOU
    ],
)
def test_every_variant_of_a_file_is_read_alike(text: str, tmp_path: Path) -> None:
    assert read_tagged(_written(tmp_path / "a.conll", text)) == EXPECTED


def test_tag_schemes_keep_neighbouring_entities_apart() -> None:
    assert to_bio(["I-PER", "B-PER", "I-LOC"]) == ["B-PER", "B-PER", "B-LOC"]  # BIO1
    assert to_bio(["S-PER", "S-PER", "B-PER", "E-PER", "E-PER"]) == [
        "B-PER",
        "B-PER",
        "B-PER",
        "I-PER",
        "B-PER",
    ]
    with pytest.raises(ValueError, match="no BIO tag"):
        to_bio(["PER"])


def test_a_hash_sign_is_a_token_and_spaces_join_a_word() -> None:
    (sentence,) = parse_tagged(["#\tO", "Suối Vàng\tB-LOC"])
    assert sentence.forms == ("#", "Suối_Vàng")


@pytest.mark.parametrize("bad", ["Bà\n", "Bà O\nLê PER\n", "Bà X-PER\n"])
def test_a_bad_line_is_named(bad: str, tmp_path: Path) -> None:
    path = _written(tmp_path / "bad.conll", bad)
    with pytest.raises(CorpusError, match=rf"bad\.conll:{bad.count(chr(10))}: "):
        read_tagged(path)


def test_the_tag_may_stand_in_another_column() -> None:
    assert parse_tagged(["Lê B-PER B-NP"], tag_column=1) == [TaggedTokens(("Lê",), ("B-PER",))]


def test_words_fall_into_the_tokens_of_raw_text_and_back() -> None:
    sentence = TaggedTokens(("Suối_Vàng", "-", "COVID-19", "_"), ("B-LOC", "O", "B-X", "O"))
    cut, firsts = syllable_view(sentence)
    assert cut.forms == ("Suối", "Vàng", "-", "COVID", "-", "19", "_")
    assert cut.tags == ("B-LOC", "I-LOC", "O", "B-X", "I-X", "I-X", "O")
    assert firsts == [0, 2, 3, 6]
    text, spans = raw_text([sentence, sentence])
    assert text == "Suối Vàng - COVID-19 _\n" * 2
    assert [(text[a:b], label) for a, b, label in spans] == [("Suối Vàng", "LOC"), ("COVID-19", "X")] * 2


def test_entity_counts_need_both_ends_and_the_label() -> None:
    gold = entities(["B-A", "I-A", "O", "B-B", "O", "B-A"])
    found = entities(["B-A", "I-A", "O", "B-A", "O", "O"])
    counts = count_entities([(gold, found)])
    assert counts == {"A": EntityCounts(1, 1, 1), "B": EntityCounts(0, 0, 1)}
    assert micro(counts) == EntityCounts(1, 1, 2)
    assert (micro(counts).precision, micro(counts).recall, micro(counts).f1) == (0.5, 1 / 3, 0.4)


def test_a_listed_name_does_not_count_where_alone_it_was_learned() -> None:
    rows = [
        TaggedTokens(("Lê", "Tám", "về"), ("B-PER", "I-PER", "O")),
        TaggedTokens(("gặp", "lê", "tám"), ("O", "B-PER", "I-PER")),
        TaggedTokens(("ở", "Huế"), ("O", "B-LOC")),
    ]
    reader = form_reader(None, {})
    gazetteer = learn_gazetteer(rows, reader, [0, 1, 2])
    forms = [row.forms for row in rows]
    listed = reader.__class__({}, None, gazetteer, {})
    training = read_sentences(forms, listed, [0, 1, 2])
    serving = read_sentences(forms, listed)
    hits = [(s.columns["listed"][s.places] > 0).tolist() for s in (training, serving)]
    assert hits[0] == [True, True, False, False, True, True, False, False]
    assert hits[1] == [True, True, False, False, True, True, False, True]


def test_features_of_a_sentence_do_not_depend_on_its_batch() -> None:
    reader = form_reader(None, {"lê": 4})
    sentences = [["Ông", "LÊ", "(", "Tám", ")"], ["ở", "Suối_Vàng"], ["12/5", "."]]
    together = form_keys(read_sentences(sentences, reader), TEMPLATES)
    alone = [form_keys(read_sentences([s], reader), TEMPLATES) for s in sentences]
    assert np.array_equal(together, np.concatenate(alone))
    assert (together >= 0).all()
    assert len(np.unique(together[:, TEMPLATES.index(BIAS)])) == 1


def test_expectations_equal_enumeration() -> None:
    rng = np.random.default_rng(4)
    labels = ("B-X", "I-X", "O")
    transitions = np.where(forbidden_steps(labels), FORBIDDEN, rng.normal(size=(3, 3)))
    lengths = np.array([3, 2])
    grid = rng.normal(size=(3, 2, 3))
    marginals, pairs = expectations(grid, lengths, transitions)
    expected, steps = np.zeros_like(grid), np.zeros((3, 3))
    for b, length in enumerate(lengths.tolist()):
        paths = list(product(range(3), repeat=length))
        scores = [
            sum(grid[t, b, y] for t, y in enumerate(p))
            + sum(transitions[i, j] for i, j in zip(p, p[1:], strict=False))
            for p in paths
        ]
        weights = np.exp(scores) / np.exp(scores).sum()
        for path, weight in zip(paths, weights, strict=True):
            for t, y in enumerate(path):
                expected[t, b, y] += weight
            for i, j in zip(path, path[1:], strict=False):
                steps[i, j] += weight
    assert np.allclose(marginals[:, 0], expected[:, 0])
    assert np.allclose(marginals[:2, 1], expected[:2, 1])
    assert np.allclose(pairs, steps)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A bundle learned from joined words, and what the command printed."""
    folder = tmp_path_factory.mktemp("tagger")
    train = _written(folder / "train.conll", _corpus("_", PEOPLE[:5]))
    dev = _written(folder / "dev.conll", _corpus("_", PEOPLE[5:]))
    shown = _run(train, folder / "out", "--dev", dev)
    return folder, shown


def _run(train: Path, out: Path, *more: object) -> str:
    import typer

    app = typer.Typer()
    app.command()(tagger_command)
    arguments = ["--train", train, "--out", out, "--epochs", 4, "--jobs", 1, *more]
    result = CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_the_command_prints_both_tables(trained: tuple[Path, str]) -> None:
    _, shown = trained
    assert "dev: the file's tokens" in shown
    assert "dev: the saved bundle on raw text" in shown
    rows = [line.split() for line in shown.splitlines() if "micro" in line]
    assert len(rows) == 2
    assert all(float(row[-4]) > 0.9 for row in rows)  # F1, before the bar and the number of entities


def test_the_saved_bundle_reads_raw_text(trained: tuple[Path, str]) -> None:
    predictor = Predictor(trained[0] / "out")
    text = "Ông Bùi  Thị Sáu về thăm xã Đồi Mận.\nBà Lê Văn Tám sống ở huyện Thác Bạc đã lâu."
    prediction = predictor.predict(text)
    found = [(text[s.start : s.end], s.label) for s in prediction.spans]
    assert found == [
        ("Bùi  Thị Sáu", "Per"),
        ("Đồi Mận", "Place"),
        ("Lê Văn Tám", "Per"),
        ("Thác Bạc", "Place"),
    ]
    assert all(0 < s.score <= 1 and s.holders is None for s in prediction.spans)
    assert prediction.officials == ()
    assert prediction.meeting_type == Predictor().predict(text).meeting_type
    why = predictor.explain(text)
    assert [(answer.start, answer.end) for answer in why.spans] == [
        (s.start, s.end) for s in prediction.spans
    ]
    assert all(answer.contributions for answer in why.spans)
    assert predictor.predict("").spans == ()


def test_the_manifest_tells_the_labels_and_drops_figures_of_the_old_tagger(trained: tuple[Path, str]) -> None:
    manifest = Predictor(trained[0] / "out").manifest
    assert manifest["labels"]["spans"] == ["Per", "Place"]
    assert not {"person_f1", "title_f1", "holder_f1"} & set(manifest["quality"])


def test_training_twice_gives_the_same_bytes(trained: tuple[Path, str]) -> None:
    folder, _ = trained
    _run(folder / "train.conll", folder / "again", "--dev", folder / "dev.conll")
    for name in ("arrays.npz", "tables.json", "manifest.json"):
        assert (folder / "again" / name).read_bytes() == (folder / "out" / name).read_bytes()


def test_lower_cased_names_are_found_by_a_robust_tagger(tmp_path: Path) -> None:
    train = _written(tmp_path / "train.conll", _corpus())
    _run(train, tmp_path / "robust", "--lowercase-robust")
    text = "ông lê văn tám về thăm xã đồi mận ."
    spans = Predictor(tmp_path / "robust").predict(text).spans
    assert [text[s.start : s.end] for s in spans] == ["lê văn tám", "đồi mận"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("tagger.keys", np.array([3, 2], dtype=np.int64)),
        ("tagger.weights", np.zeros((1, 1), np.float16)),
        ("tagger.transitions", np.full((5, 5), np.nan, np.float32)),
        ("tagger.listed_values", np.array([-1], dtype=np.int64)),
    ],
)
def test_a_bundle_whose_tagger_does_not_fit_is_refused(
    trained: tuple[Path, str], tmp_path: Path, name: str, value: np.ndarray
) -> None:
    bundle = load_bundle(trained[0] / "out")
    manifest = {k: v for k, v in bundle.manifest.items() if k not in ("digest", "files")}
    save_bundle(tmp_path / "bad", manifest, {**bundle.arrays, name: value}, bundle.tables)
    with pytest.raises(BundleError, match="do not fit together: tagger"):
        build_model(load_bundle(tmp_path / "bad"))


def test_a_template_that_does_not_exist_is_refused(trained: tuple[Path, str], tmp_path: Path) -> None:
    bundle = load_bundle(trained[0] / "out")
    manifest = {k: v for k, v in bundle.manifest.items() if k not in ("digest", "files")}
    table = {**bundle.tables[TABLE], "templates": [[["colour", 0]]]}
    save_bundle(tmp_path / "bad", manifest, bundle.arrays, {**bundle.tables, TABLE: table})
    with pytest.raises(BundleError, match="names what does not exist"):
        build_model(load_bundle(tmp_path / "bad"))


def test_clusters_are_learned_alike_and_read_by_level(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    nouns, verbs = [f"vật_{c}" for c in "abcdefghijkl"], [f"làm{c}" for c in "abcdefghijkl"]
    lines = [f"người {rng.choice(verbs)} cái {rng.choice(nouns)} rồi" for _ in range(900)]
    source = _written(tmp_path / "a.txt", "\n".join(lines))
    codes = learn_clusters(list(read_lines([source], 10**6)), clusters=6)
    assert codes == learn_clusters(list(read_lines([source], 10**6)), clusters=6)
    assert len({codes[v] for v in verbs} & {codes[n] for n in nouns}) == 0
    file = _written(tmp_path / "c.tsv", "".join(f"{w}\t{c}\n" for w, c in codes.items()))
    found = read_clusters(file)
    assert found.of(["không có", nouns[0]]) != [0] * 5
    assert found.of(["không có"]) == [0] * 5
    with pytest.raises(CorpusError, match=r"d\.tsv:1"):
        read_clusters(_written(tmp_path / "d.tsv", "một từ\n"))
