"""A coverage-guided fuzz target, run by hand: ``python -m training.fuzz CORPUS_DIR -max_total_time=600``.

Needs ``pip install atheris`` (libFuzzer for Python); its options follow the folder that collects inputs.
Every input is read as bytes, as text, and as a text between two sentences of Vietnamese; what is not a
record with offsets inside the text, or is an error without a name, counts as a crash.
"""

from __future__ import annotations

import sys

from hoinghi.errors import RecordError

_FRAME = (
    "Sáng 2/7, Ủy ban MTTQ huyện sơ kết 6 tháng đầu năm 2021. {} Ông Lê Văn Đò, Chủ tịch Hội Nông dân xã, dự."
)


def fuzz(arguments: list[str]) -> None:
    """Run libFuzzer over the predictor until its options say stop."""
    import atheris

    with atheris.instrument_imports(include=["hoinghi"]):
        from hoinghi.prediction import Prediction
        from hoinghi.predictor import Predictor
        from hoinghi.text.charset import decode
        from hoinghi.text.cleaning import clean

    predictor = Predictor()

    def check(text: str, record: Prediction) -> None:
        for span in record.spans:
            assert 0 <= span.start < span.end <= len(text), "a span lies outside of the text"
            assert all(0 <= a < b <= len(text) for a, b in span.holders or ()), "a holder lies outside"
        for topic in record.topics:
            assert all(0 <= e.start < e.end <= len(text) for e in topic.evidence), "evidence lies outside"
        if record.period is not None and record.period.start is not None:
            assert record.period.end is not None
            assert 0 <= record.period.start < record.period.end <= len(text), "the period lies outside"
        record.to_json()

    def one_input(data: bytes) -> None:
        try:
            text = decode(data).text
        except RecordError:
            text = data.decode("utf-8", errors="surrogatepass" if b"\xed" in data else "replace")
        except UnicodeDecodeError:
            return
        view = clean(text)
        assert clean(view.text).text == view.text or len(view.repairs) > 0, "cleaning is not idempotent"
        for candidate in (text, _FRAME.format(text)):
            check(candidate, predictor.predict(candidate))

    def guarded(data: bytes) -> None:
        try:
            one_input(data)
        except UnicodeDecodeError:
            return  # the input was no text by any reading

    atheris.Setup([sys.argv[0], *arguments], guarded)
    atheris.Fuzz()


if __name__ == "__main__":
    fuzz(sys.argv[1:])
