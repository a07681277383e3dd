"""Why an answer was given: named contributions that sum to its decision value.

Every head is a weighted sum of named parts, so nothing here is an approximation.  A decision value (logit)
becomes the score by softmax over the types, or by the logistic function of the topic's own.  A topic's
decision sums what its clauses and its words say; the terms of its two best clauses, and those of the article,
stand in answers of their own beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from hoinghi.decoding import choose_period, decode_batch, probability_of_other
from hoinghi.document import Document, read_document
from hoinghi.heads.article_clauses import article_clauses
from hoinghi.heads.encoding import FIELDS, EncodedBatch, encode
from hoinghi.heads.terms import spell
from hoinghi.heads.tfidf import TfidfBlock, Weighted
from hoinghi.heads.topic_head import TopicScores
from hoinghi.model import Model
from hoinghi.officials.holders import Mention, link_holders, pair_features
from hoinghi.prediction import Prediction
from hoinghi.tagging.features import PAD, TEMPLATE_AT, Template, feature_keys, lay_out
from hoinghi.tagging.form_features import form_keys
from hoinghi.tagging.form_tagger import FormTagger
from hoinghi.text.syllables import ID_BITS, ID_MASK, SHAPES

Parts = list[tuple[str, float]]


class Contribution(msgspec.Struct, frozen=True):
    """A term or feature and what it adds to the decision value."""

    name: str
    value: float


class Answer(msgspec.Struct, frozen=True):
    """One answer: ``decision`` is the sum of ``contributions``, which come largest first.

    ``start``/``end`` bound what the answer points at (the period expression, the winning clause, the
    span), ``None`` for what reads the whole text.  ``clauses``: of a topic, its two best clauses (one where
    there is only one) with the terms that decide each; ``words``: the article's terms, which sum to the value
    that the part "(words of the article)" reads, ``None`` where a bundle has none.
    """

    label: str
    decision: float
    contributions: tuple[Contribution, ...]
    start: int | None = None
    end: int | None = None
    clauses: tuple[Answer, ...] = ()
    words: Answer | None = None


class Explanation(msgspec.Struct, frozen=True):
    """The prediction with the reasons for each of its answers."""

    prediction: Prediction
    meeting_type: Answer
    period: Answer | None
    topics: tuple[Answer, ...]
    spans: tuple[Answer, ...]
    holders: tuple[Answer, ...]


def _answer(
    label: str, parts: Sequence[tuple[str, float]], start: int | None = None, end: int | None = None
) -> Answer:
    ordered = sorted(parts, key=lambda part: -abs(part[1]))
    return Answer(
        label,
        float(sum(value for _, value in parts)),
        tuple(Contribution(name, float(value)) for name, value in ordered),
        start,
        end,
    )


def explain(model: Model, text: str) -> Explanation:
    """The prediction of ``text`` and its reasons."""
    document = read_document(text, model.restorer)
    batch = encode([document], model.table)
    prediction = decode_batch(model, batch)[0]
    scores = [model.ranker.decide(placed.features)[0] for placed in batch.periods[0]]
    return Explanation(
        prediction,
        _type_answer(model, batch, scores, prediction.meeting_type.label or "other"),
        _period_answer(model, batch, scores, prediction),
        _topic_answers(model, batch, scores, prediction),
        *_people_answers(model, batch),
    )


def _form(model: Model, identity: int) -> str:
    return model.table.canonical_forms[identity - 1]


def _term_parts(model: Model, block: TfidfBlock, weighted: Weighted, unit: int, column: int) -> Parts:
    here = weighted.unit == unit
    return [
        (
            spell(int(block.keys[row]), lambda i: _form(model, i), FIELDS),
            float(block.coefficients[row, column]) * value,
        )
        for row, value in zip(weighted.row[here].tolist(), weighted.value[here].tolist(), strict=True)
    ]


def _type_answer(model: Model, batch: EncodedBatch, period_scores: Sequence[float], label: str) -> Answer:
    scored = model.types.score(batch, [period_scores])
    column = model.types.labels.index(label)
    parts = model.types.cues.contributions(scored.cues[0], column)
    for block, weighted in zip(model.types.blocks, scored.terms, strict=True):
        parts += _term_parts(model, block, weighted, 0, column)
    calibration = model.types.calibration
    scaled = [(name, value * calibration.scale) for name, value in parts]
    return _answer(label, [*scaled, ("(calibration)", calibration.offsets[column])])


def _period_answer(
    model: Model, batch: EncodedBatch, scores: Sequence[float], prediction: Prediction
) -> Answer | None:
    document = batch.documents[0]
    chosen = choose_period(prediction.meeting_type.label or "other", batch.periods[0], scores, document)
    if chosen is None:
        return None
    placed = next(p for p in batch.periods[0] if p.candidate.start == chosen.start)
    start, end = document.view.raw_span(chosen.start, chosen.end)
    return _answer(document.raw[start:end], model.ranker.contributions(placed.features), start, end)


def _clause_parts(model: Model, batch: EncodedBatch, scored: TopicScores, clause: int, column: int) -> Parts:
    head = model.topics
    sentence = int(batch.clause_sentence[clause])
    return [
        ("(intercept)", float(head.intercepts[column])),
        *_term_parts(model, head.clause, scored.clause_terms, clause, column),
        *_term_parts(model, head.sentence, scored.sentence_terms, sentence, column),
    ]


def _words_answer(model: Model, scored: TopicScores, column: int) -> Answer | None:
    whole = model.topics.words
    if whole is None or scored.article_terms is None:
        return None
    terms = _term_parts(model, whole.block, scored.article_terms, 0, column)
    return _answer(model.topics.labels[column], [("(intercept)", float(whole.intercepts[column])), *terms])


def _topic_answers(
    model: Model, batch: EncodedBatch, period_scores: Sequence[float], prediction: Prediction
) -> tuple[Answer, ...]:
    """What each topic's decision sums, and the terms of its two best clauses and of the article."""
    if not prediction.topics:
        return ()
    head, document = model.topics, batch.documents[0]
    scored = head.score(batch)
    types = model.types.probabilities(model.types.score(batch, [period_scores]))
    _, clauses = article_clauses(batch, scored.clauses, scored.any_topic, scored.words)
    answers = []
    for topic in prediction.topics:
        column = head.labels.index(topic.label)
        parts = head.pooling.parts(clauses, probability_of_other(model, types[0]), column)
        best = []
        for clause in np.argsort(-scored.clauses[:, column], kind="stable")[:2].tolist():
            terms = _clause_parts(model, batch, scored, clause, column)
            best.append(_answer(topic.label, terms, *document.raw_span(*batch.clauses[clause].tolist())))
        answer = _answer(topic.label, parts, best[0].start, best[0].end)
        words = _words_answer(model, scored, column)
        answers.append(msgspec.structs.replace(answer, clauses=tuple(best), words=words))
    return tuple(answers)


def _value_name(model: Model, attribute: str, value: int) -> str:
    if value == PAD:
        return "(edge)"
    if attribute in ("canonical", "before", "before_two", "after"):
        return model.table.canonical_forms[value - 1] if value else "(unknown)"
    if attribute == "exact":
        return model.table.exact_forms[value - 1] if value else "(rare)"
    return SHAPES[value] if attribute == "shape" else str(value)


def _feature_name(model: Model, template: Template, key: int) -> str:
    if isinstance(model.tagger, FormTagger):  # its keys are hashes: they name what was read, not its value
        return " ".join(f"{name}[{offset:+d}]" if offset else name for name, offset in template) or "bias"
    payload = key & ((1 << TEMPLATE_AT) - 1)
    parts = []
    for slot, (attribute, offset) in enumerate(template):
        value = (payload >> (slot * ID_BITS)) & ID_MASK
        where = f"[{offset:+d}]" if offset else ""
        parts.append(f"{attribute}{where}={_value_name(model, attribute, value)}")
    return " ".join(parts)


def _people_answers(model: Model, batch: EncodedBatch) -> tuple[tuple[Answer, ...], tuple[Answer, ...]]:
    document = batch.documents[0]
    chain = model.tagger.chain
    spans: list[Answer] = []
    links: list[Answer] = []
    if not document.sentences:
        return (), ()
    if isinstance(model.tagger, FormTagger):
        read = model.tagger.read([document.forms[begin:end] for begin, end in document.sentences])
        keys, lengths = form_keys(read, model.tagger.templates), read.lengths
    else:
        laid = lay_out(batch.packed, document.sentences)
        keys, lengths = feature_keys(laid, model.tagger.templates), laid.lengths
    rows = chain.rows(keys)
    emissions = chain.emissions(keys)
    first_token = 0
    tagged = model.tagger.tag(batch.documents, batch.packed, batch.offsets)[0]
    for sentence, labels in zip(tagged, chain.decode(emissions, lengths), strict=True):
        names = [chain.labels[label] for label in labels.tolist()]
        for mention in (one.mention for one in sentence.mentions):
            first, last = mention.first - sentence.begin, mention.last - sentence.begin
            parts: list[tuple[str, float]] = []
            for token in range(first, last):
                column = int(labels[token])
                form = document.forms[sentence.begin + token]
                if token > first:
                    weight = chain.transitions[labels[token - 1], column]
                    parts.append((f"{form}: {names[token - 1]} → {names[token]}", float(weight)))
                for number, template in enumerate(model.tagger.templates):
                    weight = chain.weights[rows[first_token + token, number], column]
                    if weight:
                        key = int(keys[first_token + token, number])
                        parts.append((f"{form}: {_feature_name(model, template, key)}", float(weight)))
            start, end = document.raw_span(mention.first, mention.last)
            spans.append(_answer(mention.label, parts, start, end))
        links += _holder_answers(model, document, [t.mention for t in sentence.mentions], sentence.begin)
        first_token += len(names)
    return tuple(spans), tuple(links)


def _holder_answers(
    model: Model, document: Document, mentions: Sequence[Mention], begin: int
) -> list[Answer]:
    answers = []
    for title, people in link_holders(model.holders, document.forms, mentions, begin).items():
        for person in people:
            features = pair_features(document.forms, mentions, begin, title, person)
            name = document.clean_text(mentions[person].first, mentions[person].last)
            start, end = document.raw_span(mentions[title].first, mentions[title].last)
            answers.append(_answer(name, model.holders.contributions(features), start, end))
    return answers


def explanation_record(explanation: Explanation, limit: int = 12) -> dict[str, object]:
    """Plain data for batch files: the ``limit`` strongest contributions and the sum of the rest."""

    def shorten(answer: Answer) -> dict[str, object]:
        shown = answer.contributions[:limit]
        rest = sum(part.value for part in answer.contributions[limit:])
        record: dict[str, object] = {
            "label": answer.label,
            "decision": round(answer.decision, 4),
            "contributions": [[part.name, round(part.value, 4)] for part in shown],
        }
        if len(answer.contributions) > limit:
            record["rest"] = round(rest, 4)
        if answer.start is not None:
            record |= {"start": answer.start, "end": answer.end}
        if answer.clauses:
            record["clauses"] = [shorten(clause) for clause in answer.clauses]
        if answer.words is not None:
            record["words"] = shorten(answer.words)
        return record

    return {
        "meeting_type": shorten(explanation.meeting_type),
        "period": shorten(explanation.period) if explanation.period else None,
        "topics": [shorten(answer) for answer in explanation.topics],
        "spans": [shorten(answer) for answer in explanation.spans],
        "holders": [shorten(answer) for answer in explanation.holders],
    }


__all__ = ["Answer", "Contribution", "Explanation", "explain", "explanation_record"]
