"""Save a fitted tagger as a bundle: every other head is that of the bundle it is put into."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from hoinghi.bundle.folder import default_bundle, load_bundle, save_bundle
from hoinghi.predictor import Predictor
from hoinghi.tagging.form_tagger import TABLE, FormTagger, form_tagger_arrays, form_tagger_table
from training.entity_metrics import EntityCounts, count_entities
from training.ner_corpus import TaggedTokens, raw_text

_SENTENCES = 20  # of one text, when a file is scored as raw text
_TAGGER_FIGURES = ("person_f1", "title_f1", "holder_f1")


def save_tagger(tagger: FormTagger, folder: Path, said: Mapping[str, Any], base: Path | None = None) -> str:
    """Write the bundle; its digest.  ``said`` describes the tagger's training in the manifest.

    What the manifest says of quality stays for the heads that were copied and goes for the tagger.
    """
    bundle = load_bundle(base or default_bundle())
    labels = sorted({label[2:] for label in tagger.chain.labels if label != "O"})
    quality = {k: v for k, v in bundle.manifest.get("quality", {}).items() if k not in _TAGGER_FIGURES}
    manifest = {
        **{key: value for key, value in bundle.manifest.items() if key not in ("digest", "files")},
        "labels": {**bundle.manifest["labels"], "spans": labels},
        "quality": quality,
        "tagger": dict(said),
    }
    arrays = {name: array for name, array in bundle.arrays.items() if not name.startswith("tagger.")}
    tables = {**bundle.tables, "tags": ["O"], "templates": [], TABLE: form_tagger_table(tagger)}
    return save_bundle(folder, manifest, arrays | form_tagger_arrays(tagger), tables)


def _texts(sentences: Sequence[TaggedTokens]) -> Iterator[tuple[str, list[tuple[int, int, str]]]]:
    for begin in range(0, len(sentences), _SENTENCES):
        yield raw_text(sentences[begin : begin + _SENTENCES])


def score_raw_text(folder: Path, sentences: Sequence[TaggedTokens]) -> dict[str, EntityCounts]:
    """Counts a label of the saved bundle on the sentences as raw text, by exact offsets."""
    texts = list(_texts(sentences))
    predictions = Predictor(folder).predict_many(text for text, _ in texts)
    return count_entities(
        (set(gold), {(span.start, span.end, span.label) for span in prediction.spans})
        for (_, gold), prediction in zip(texts, predictions, strict=True)
    )
