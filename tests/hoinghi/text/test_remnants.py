"""Tags and character references inside plain text."""

from __future__ import annotations

from hoinghi.text.cleaning import clean


def test_tags_and_references_are_read_over_and_offsets_hold() -> None:
    raw = '<p class="x">Ông&nbsp;<b>L&ecirc;</b> V&#259;n B&#7857;ng<br/>n&oacute;i</p><script>var a = "<p>";</script>'
    view = clean(raw)
    assert view.repairs == ("markup",)
    assert view.text.split() == ["Ông", "Lê", "Văn", "Bằng", "nói"]
    begin = view.text.index("Lê")
    start, end = view.raw_span(begin, begin + len("Lê Văn Bằng"))
    assert raw[start:end] == "L&ecirc;</b> V&#259;n B&#7857;ng"


def test_a_block_ends_a_line_and_an_inline_tag_does_not() -> None:
    assert clean("<p>một</p><p>h<i>a</i>i</p>").text.split("\n") == ["", "một", "", "hai", ""]


def test_what_is_no_tag_stays() -> None:
    for text in ("a < b > c", "3 <5 và 7> 6", "<Đồng Nai>", "R&D; AT&T", "&khong; & <>"):
        assert clean(text).text == text


def test_references_never_open_a_tag() -> None:
    assert clean("&lt;script&gt; &amp;amp; &amp;eacute;").text == "‹script> & é"


def test_a_letter_that_grows_in_lower_case_keeps_no_script() -> None:
    assert "var" not in clean("İ <script>var x = 1;</script> Huyện họp.").text
