# ruff: noqa: E501 - alternatives read worse when they are cut
"""People and titles by regular expressions: what a careful person writes in an afternoon."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import ClassVar

from training.article import Article, LabelledSpan
from training.peers.composed import compose
from training.peers.peer import PERSON, TITLE, Answer
from training.taxonomy import read_toml

WORDS = Path(__file__).with_name("name_words.toml")
_UPPER = "".join(c for c in map(chr, range(0x41, 0x1EFA)) if c.isupper())
# A syllable of a name: Bình, H'Yim, K’Duy, Y, A; not MTTQ or UBND.
_SYLLABLE = rf"[{_UPPER}](?:['’]?[{_UPPER}])?[^\W\d_{_UPPER}]{{0,8}}(?:['’][^\W\d_]{{1,8}})?(?!\w)"
_RUN = rf"{_SYLLABLE}(?: {_SYLLABLE}){{0,5}}"
_PLACES = (
    "tỉnh|huyện|xã|phường|quận|thôn|ấp|bản|khóm|xóm|đường|phố|cầu|chợ|trường|sông|hồ|đền|chùa|khu|tổ|làng|buôn|thị trấn|thị xã|thành phố|TP|Tp|thpt|thcs|THPT|THCS"
    "|tiểu học|mầm non|nhà thờ|giáo xứ|đảo|núi|đèo|vùng|cảng|ga|công ty|đại học|bệnh viện|giải|cúp|quỹ|thờ|anh hùng|tên"
)
_PLACE_NOUNS = frozenset(_PLACES.lower().split("|")) | {"phố", "trấn", "xã", "việt"}
_BEFORE_PLACE = re.compile(rf"(?:^|[^\w])(?:{_PLACES})\.?\s$", re.I)
_MILITARY = r"(?:[Đđ]ại|[Tt]hượng|[Tt]rung|[Tt]hiếu) (?:tướng|tá|úy|uý|sĩ)"
_HONORIFIC = (
    r"(?:[Đđ]ồng chí|[Đđ]/[Cc]|[Cc]ác đồng chí:?|ĐC|[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Ee]m|[Cc]ô|[Cc]hú|[Bb]ác|[Cc]ụ|[Tt]hầy|TS|Th\.?S|PGS|GS|BS|BSCKII?|KS|CN|[Bb]ác sĩ|[Kk]ỹ sư"
    r"|[Ll]uật sư|[Tt]iến sĩ|[Tt]hạc sĩ|[Nn]ghệ nhân|[Hh]òa thượng|[Tt]hượng tọa|[Đđ]ại đức|[Ll]inh mục|[Mm]ục sư|[Nn]i sư|[Ss]ư cô|HLV|[Tt]hẩm phán|[Nn]ông dân|[Cc]ựu chiến binh"
    r"|[Ee]m|[Cc]háu|[Pp]hóng viên|[Hh]uấn luyện viên|[Gg]ià làng)"
)
_HEADS = (
    r"[Pp]hó [Cc]hủ tịch(?: [Tt]hường trực)?|[Cc]hủ tịch|PCT|CT(?= )|[Tt]ổng [Bb]í thư|[Pp]hó [Bb]í thư(?: [Tt]hường trực| TT)?|[Bb]í thư(?: thứ nhất)?|PBT(?: TT)?|BT(?= )"
    r"|[Pp]hó [Tt]rưởng [Bb]an(?: [Tt]hường trực)?|[Pp]hó [Bb]an|[Tt]rưởng [Bb]an|[Pp]hó [Tt]rưởng [Pp]hòng|[Tt]rưởng [Pp]hòng|[Pp]hó [Pp]hòng"
    r"|[Pp]hó [Tt]rưởng (?:đoàn|khoa|tiểu ban|trạm|bộ phận|thôn|bản|Công an|công an)|[Tt]rưởng (?:đoàn|khoa|tiểu ban|trạm|bộ phận|Công an|công an|thôn|bản|xóm|ấp|khu phố|khóm|buôn|ban|khối)"
    r"|(?:[Pp]hó )?(?:[Tt]ổng )?[Gg]iám đốc|PGĐ|(?:[Pp]hó )?[Hh]iệu trưởng"
    r"|(?:[Tt]ỉnh|[Hh]uyện|[Tt]hành|[Tt]hị|[Qq]uận|[Đđ]ảng) [ủu][ỷyý] viên|[ỦUủ][ỷy] viên(?: dự khuyết| [Tt]hường trực| Ban Thường vụ| Ban [Cc]hấp hành| Ban Thường trực| Đoàn Chủ tịch| Bộ Chính trị| Trung ương Đảng)?"
    r"|HUV|TUV|ThUV|ĐUV|UVTV|UVBTV|UVBCH|UV BCH|UV BTV|UVTT"
    r"|(?:[Pp]hó )?[Cc]hánh (?:[Vv]ăn phòng|án|[Tt]hanh tra)|(?:[Pp]hó )?[Vv]iện trưởng|[Bb]ộ trưởng|[Tt]hứ trưởng|(?:[Pp]hó )?[Tt]hủ tướng|(?:[Pp]hó )?[Tt]ổng [Bb]iên tập"
    r"|(?:[Pp]hó )?(?:[Cc]hỉ huy|[Tt]ham mưu) trưởng|[Cc]hỉ huy phó|(?:[Pp]hó )?[Cc]hính ủy|(?:[Pp]hó )?[Cc]hính trị viên|(?:[Pp]hó )?[Tt]ư lệnh"
    r"|(?:[Pp]hó )?(?:[Cc]hi cục|[Cc]ục|[Tt]ổng cục|[Vv]ụ|[Đđ]ồn|[Tt]rạm|[Hh]ạt|[Đđ]ội|[Tt]ổ|[Cc]hi hội|[Cc]ụm|[Kk]ế toán|[Hh]ội|[Cc]a|[Tt]hôn|[Bb]uôn|HLV|[Nn]hóm|[Ll]ớp) trưởng"
    r"|(?:[Đđ]ồn|[Tt]rạm|[Đđ]ội|[Tt]ổ|[Cc]hi hội|[Hh]ội|[Hh]ạt) phó|(?:[Pp]hó )?[Cc]hủ nhiệm|[Tt]rụ trì|[Qq]uản xứ|[Tt]hống đốc|[Cc]hánh xứ|[Pp]hó [Tt]ổng [Tt]hanh tra|[Tt]ổng [Tt]hanh tra"
    r"|CHỦ TỊCH|PHÓ CHỦ TỊCH|GIÁM ĐỐC|CHÁNH VĂN PHÒNG|TRƯỞNG BAN|BÍ THƯ|(?:[Pp]hó )?(?:[Tt]ổng|[Cc]hánh) [Tt]hư ký|[Tt]rưởng đại diện|(?:[Pp]hó )?(?:Thị|Tỉnh|Huyện|Quận) trưởng"
    r"|[Đđ]iều dưỡng trưởng|(?:[Pp]hó )?[Tt]rưởng Đoàn|[Tt]ổng phụ trách(?: Đội)?|(?:[Pp]hó )?[Tt]hủ trưởng|(?:[Đđ]ại đội|[Tt]rung đoàn|[Tt]iểu đoàn|[Bb]on|[Xx]óm|[Cc]ơ|[Tt]huyền) trưởng|TGĐ|PTGĐ|(?:[Pp]hó )?[Gg]iám thị"
    r"|[Đđ]ại biểu (?:Quốc hội|HĐND)|[Đđ]ại sứ|(?:[Pp]hó )?[Tt]ổng [Ll]ãnh sự|[Nn]gười phát ngôn"
)
_WORD = re.compile(r" (?:- )?([^\W_]{1,30}(?:[-&.][^\W_]{1,30}){0,6})")
_HEAD = re.compile(rf"(?<!\w)(?:(?:[Nn]guyên|[Cc]ựu|[Tt]ân|[Qq]uyền) )?(?:{_HEADS})(?!\w)")
_CANNOT_PRECEDE = re.compile(
    r"(?:[Bb]ằng khen|[Gg]iấy khen|[Cc]ờ thi đua|[Qq]uyết định|[Tt]hư|phiếu|[Đđ]ược|[Bb]ầu cử|ứng cử) (?:của )?$|(?:một số|nhiều|\d) $|lãnh đạo $|văn phòng $"
)
_AFTER_CUE = re.compile(rf"(?<!\w)(?:{_HONORIFIC}|{_MILITARY})[.:]? (?P<name>{_RUN})")
_BYLINE = re.compile(
    r"(?:^|\n|\() {0,2}(?:[Tt]in|[Bb]ài|[Ảả]nh|[Tt]in,? (?:bài,? )?(?:và )?ảnh|[Bb]ài,? (?:và )?ảnh|[Nn]gười viết|[Tt]hực hiện|[Tt]ác giả|CTV|PV)(?: và ảnh)? ?[:/] {0,2}(?P<name>[^\W\d_][^\n,;()\-–/:]{2,30}?)(?= ?[\n,;()\-–/:]|$)"
)
_ANY_RUN = re.compile(rf"(?<![\w.]){_RUN}")
_RUN_BEHIND = re.compile(rf" (?P<name>{_SYLLABLE}(?: {_SYLLABLE}){{1,4}})")
_NUMBERED = frozenset(("số", "phố", "khu", "quận", "ấp", "thôn", "tổ", "phường"))
_BODIES = frozenset(
    ("Đoàn Thanh", "Đoàn Thanh niên", "Công đoàn", "Hồ Chí Minh", "Phan Thiết", "Sơn La", "Cao Đài")
)


@dataclass(frozen=True, slots=True)
class Words:
    """The lists of ``name_words.toml``."""

    families: frozenset[str]
    inner: frozenset[str]
    no_name: frozenset[str]


@cache
def words() -> Words:
    """The lists, read once."""
    data = read_toml(WORDS)
    return Words(*(frozenset(data[name].split()) for name in ("families", "inner", "no_name")))


def _titles(text: str) -> Iterator[tuple[int, int]]:
    """Heads with as many words behind them as can belong to a body or a place."""
    end = 0
    for head in _HEAD.finditer(text):
        if head.start() < end or _CANNOT_PRECEDE.search(text[max(0, head.start() - 24) : head.start()]):
            continue
        end = _body_end(text, head.end())
        if text[head.start() : end].endswith("Hồ Chí Minh") and end - head.start() < 24:
            continue
        if not re.match(r" \d", text[end : end + 2]):
            yield head.start(), end
    for rank in re.finditer(rf"(?<!\w){_MILITARY}(?!\w)(?= [{_UPPER}]|,)", text):
        yield rank.start(), rank.end()


def _body_end(text: str, position: int) -> int:
    previous = ""
    while (word := _WORD.match(text, position)) is not None:
        form = word[1]
        following = _WORD.match(text, word.end())
        if form[0].isdigit() and not re.match(r"\d{1,3}$", form):
            break
        if form[0].isdigit() and previous.lower() not in _NUMBERED:
            break
        if form.islower():
            if form not in words().inner:
                break
            # "và" goes on only into a capital or another word of a body, and never into a new office.
            if form == "và" and (
                following is None
                or _HEAD.match(text, word.end() + 1)
                or _begins_name(following[1], _WORD.match(text, following.end()), form)
            ):
                break
        elif _begins_name(form, following, previous):
            break
        if _HEAD.match(text, word.start() + 1) and not previous.lower().startswith(("ban", "văn")):
            break
        position, previous = word.end(), form
    while text.endswith((" và", " các", " của"), 0, position):
        position = text.rindex(" ", 0, position)
    return position


def _begins_name(form: str, following: re.Match[str] | None, previous: str) -> bool:
    """A family name with another capital behind it, where no noun of a place stands before it."""
    if form not in words().families or following is None or not re.match(_SYLLABLE, following[1]):
        return False
    # Two capitals behind a noun of a place are its name, three are a person.
    third = _WORD.match(following.string, following.end())
    if third is not None and re.match(rf"{_SYLLABLE}", third[1]):
        return True
    return previous.lower() not in _PLACE_NOUNS


def _people(text: str, titles: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    yield from (m.span("name") for m in _AFTER_CUE.finditer(text))
    yield from (m.span("name") for m in _BYLINE.finditer(text) if not m["name"].islower())
    begins = {begin for begin, _ in titles}
    ends = {end for _, end in titles}
    # A run that begins inside a title ("huyện Mỏ Ngọc" and then a name) is asked for once more behind it.
    behind_titles = [match for end in sorted(ends) if (match := _RUN_BEHIND.match(text, end))]
    yield from (match.span("name") for match in behind_titles)
    for run in _ANY_RUN.finditer(text):
        parts = run[0].split(" ")
        start, stop = run.span()
        if parts[0] in words().no_name or " ".join(parts[:2]) in _BODIES or run[0] in _BODIES:
            continue
        before = text[max(0, start - 14) : start]
        is_named = parts[0] in words().families and 2 <= len(parts) <= 5 and not _BEFORE_PLACE.search(before)
        behind = re.match(r" ?[,(–-] ?", text[stop : stop + 3])
        is_headed = 2 <= len(parts) <= 5 and behind is not None and stop + behind.end() in begins
        if is_named or (is_headed and not _BEFORE_PLACE.search(before)):
            yield start, stop


def _found(text: str) -> list[tuple[int, int, str]]:
    """Spans in order; where two overlap the title wins, then the earlier one."""
    titles = sorted(set(_titles(text)))
    chosen: list[tuple[int, int, str]] = []
    taken = [False] * len(text)
    candidates = [(b, e, "TITLE") for b, e in titles] + [
        (b, e, "PERSON") for b, e in sorted(set(_people(text, titles)))
    ]
    for begin, end, label in candidates:
        if begin < end and not any(taken[begin:end]) and not (label == "PERSON" and text[end : end + 1] == "."
                                                              and end - begin < 3):  # fmt: skip
            taken[begin:end] = [True] * (end - begin)
            chosen.append((begin, end, label))
    return sorted(chosen)


def _one_spelling(text: str) -> str:
    """ "uỷ" as "ủy"; every letter keeps its place."""
    return text.replace("uỷ", "ủy").replace("Uỷ", "Ủy").replace("uý", "úy")


class NameExpressions:
    """People and titles by expressions; the same name without its cue is found again."""

    name: ClassVar[str] = "name-expressions"
    figures: ClassVar[tuple[str, ...]] = (*PERSON, *TITLE)
    package: ClassVar[str | None] = None

    def fit(self, articles: Sequence[Article]) -> None:
        """Nothing to learn."""

    def predict(self, texts: Sequence[str]) -> list[Answer]:
        return [self._answer(text) for text in texts]

    def size(self) -> int:
        return Path(__file__).stat().st_size + WORDS.stat().st_size

    @staticmethod
    def _answer(raw: str) -> Answer:
        view = compose(raw)
        return Answer(
            spans=tuple(
                LabelledSpan(*view.raw_span(begin, end), label)
                for begin, end, label in _found(_one_spelling(view.text))
            )
        )
