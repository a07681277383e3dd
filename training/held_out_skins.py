# ruff: noqa: E501
"""Held-out page skins: measured, never tuned on.

No rule of the reader of pages is chosen by looking at these; what fails here is reported, not repaired.
"""

from __future__ import annotations

import json
import random
from html import escape

from training import page_furniture as furniture
from training.page_furniture import dmy, weekday
from training.pages import Skin, Story

# How pages of the nineties wrote Vietnamese letters.
_ENTITIES = {
    "ô": "&ocirc;",
    "ê": "&ecirc;",
    "â": "&acirc;",
    "á": "&aacute;",
    "à": "&agrave;",
    "ị": "&#7883;",
    "đ": "&#273;",
    "ộ": "&#x1ED9;",
}


def _titles(story: Story, count: int = 6) -> list[str]:
    return [title for title, _ in story.others[:count]]


def portal_with_thumbnails(story: Story, rng: random.Random) -> str:
    """A provincial portal of the 2020s: tiles with leads below the article, stars, a reading voice."""
    h, (lead, *body) = escape(story.headline), story.paragraphs
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{h}</title><meta property="og:site_name" content="{story.site}"></head><body class="page-detail"><div id="module1" class="ModuleWrapper"><div class="top-bar"><span>{weekday(story.today)}, {dmy(story.today)}</span><a href="/login">Đăng nhập</a></div>{furniture.menu(rng, "div", 'class="navigation-1"')}</div><div class="container"><div class="row"><div class="col-md-9"><div class="ModuleWrapper article-detail-default"><div class="breadcrumb-1">{furniture.links(["Tin tức"], "span")}</div><h2 class="detail-title">{h}</h2><div class="detail-time"><i class="fa fa-calendar"></i> {dmy(story.day)} 14:05 <span>Xem cỡ chữ</span> <span>Đọc bài viết</span></div><div class="detail-brief"><p><strong>{escape(lead)}</strong></p></div>
<div class="detail-content content-detail" id="ndtin"><p style="text-align:center"><img src="/a.jpg" /></p><p class="caption" style="text-align:center">{story.caption}</p>{"".join(f'<p style="text-align:justify">{escape(p)}</p>' for p in body)}</div>{furniture.voting()}<div class="btn-group"><a href="#">Bản in</a><a href="#">Quay lại</a></div></div><div class="ModuleWrapper news-relate"><div class="title-module">Tin cùng chuyên mục</div><div class="row">{furniture.teasers(story.others[:6], 'class="col-md-4 tile"', "div")}</div></div></div><div class="col-md-3">{furniture.web_links()}{furniture.statistics(rng)}</div></div></div>{furniture.footer(story.site)}</body></html>"""


def forum(story: Story, rng: random.Random) -> str:
    """An article copied into a forum: line breaks for paragraphs, replies and signatures around."""
    replies = "".join(
        f'<li class="message"><div class="user">thanhvien{n}<br>Bài viết: {n * 17}</div><div class="messageContent"><blockquote class="messageText">{escape(text)}</blockquote></div><div class="signature">Sống là phải có ước mơ</div><div class="messageMeta">#{n + 2} <a href="#">Trả lời</a></div></li>'
        for n, (text, _) in enumerate(story.others[:3])
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(story.headline)} | Diễn đàn {story.site}</title></head><body><div id="header">{furniture.menu(rng)}</div><div class="pageWidth"><span class="crumbs">{furniture.links(["Diễn đàn", "Tin địa phương"], "span")}</span><div class="titleBar"><h1>{escape(story.headline)}</h1><p id="pageDescription" class="muted">Thảo luận trong '<a href="/f">Tin địa phương</a>' bắt đầu bởi bientap, {story.day.day}/{story.day.month}/{story.day.year}.</p></div><ol class="messageList"><li class="message"><div class="user">bientap<br>Thành viên BQT<br>Bài viết: 1,204</div><div class="messageContent"><blockquote class="messageText">{"<br /><br />".join(map(escape, story.paragraphs))}</blockquote></div><div class="messageMeta">#1 <a href="#">Thích</a> <a href="#">Trả lời</a></div></li>{replies}</ol><div class="quickReply"><textarea></textarea></div></div>{furniture.footer("Diễn đàn")}</body></html>"""


def word_soup(story: Story, rng: random.Random) -> str:
    """Text pasted from a word processor: every few words in their own span."""

    def soup(text: str) -> str:
        parts = text.split(" ")
        spans = (escape(" ".join(parts[n : n + 3])) for n in range(0, len(parts), 3))
        return (
            "<span lang=VI style='mso-bidi-font-size:14.0pt'>"
            + " </span><span style='color:black'>".join(spans)
            + "<o:p></o:p></span>"
        )

    text = "".join(
        f"<p class=MsoNormal style='text-indent:36.0pt'>{soup(p)}</p><p class=MsoNormal><o:p>&nbsp;</o:p></p>"
        for p in story.paragraphs
    )
    return f"""<!DOCTYPE html><html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset="utf-8"><title>{story.site} - {escape(story.headline)}</title></head><body><div class="page"><div class="head"><a href="/"><img src="b.png"></a>{furniture.menu(rng)}</div><table class="main"><tr><td class="left">{furniture.links(_titles(story), "p")}</td><td class="mid"><p class="pTitle"><b>{soup(story.headline)}</b></p><p class="pDate">({dmy(story.day, ".")})</p><!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]--><style>p.MsoNormal {{margin:0}}</style>{text}<p class=MsoNormal align=center><i>{story.caption}</i></p><p class="pSource">Nguồn: bientap</p></td></tr></table>{furniture.footer(story.site)}</div></body></html>"""


def front_page(story: Story, rng: random.Random) -> str:
    """The nineties: capital tags, centred headline, letters as entities, no charset."""

    def letters(text: str) -> str:
        return "".join(_ENTITIES.get(letter, letter) for letter in escape(text))

    return f"""<HTML><HEAD><META NAME="GENERATOR" CONTENT="Microsoft FrontPage 4.0"><TITLE>New Page 1</TITLE></HEAD><BODY><P ALIGN=CENTER><A HREF=index.htm>Trang ch&#7911;</A> - <A HREF=tin.htm>Tin t&#7913;c</A> - <A HREF=lh.htm>Li&ecirc;n h&#7879;</A><HR><CENTER><H3>{letters(story.headline)}</H3></CENTER>
<P ALIGN=RIGHT><I>{story.site}, ng&agrave;y {story.day.day} th&aacute;ng {story.day.month} n&#259;m {story.day.year}</I>{"".join(f"<P ALIGN=JUSTIFY>&nbsp;&nbsp;&nbsp;&nbsp; {letters(p)}" for p in story.paragraphs)}<HR><P ALIGN=CENTER><FONT SIZE=1>S&#7889; l&#432;&#7907;t truy c&#7853;p: {rng.randint(99, 9999)}</FONT></BODY></HTML>"""


def hydrated(story: Story, rng: random.Random) -> str:
    """A server-rendered app: hashed class names, the state as JSON behind the text."""
    state = json.dumps(
        {
            "props": {
                "article": {
                    "title": story.headline,
                    "body": "<p>" + "</p><p>".join(story.paragraphs) + "</p>",
                }
            },
            "page": "/tin/[slug]",
        }
    )
    data = json.dumps(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": story.headline,
            "datePublished": story.day.isoformat(),
        }
    )
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charSet="utf-8"/><title>{escape(story.headline)} - {story.site}</title><script type="application/ld+json">{data}</script></head><body><div id="__next"><div class="css-1qw96cp"><div class="css-8atqhb">{furniture.links(furniture.SECTIONS, "span")}</div></div><div class="css-k008qs"><div class="css-gnv3k"><h1 class="css-19v2m">{escape(story.headline)}</h1><div class="css-70qvj9"><time dateTime="{story.day}T03:00:00Z">{dmy(story.day)}</time><span>{rng.randint(2, 9)} phút đọc</span></div><div class="css-j7qwjs">{"".join(f'<p class="css-1ygg4xu">{escape(p)}</p>' for p in story.paragraphs)}</div></div><div class="css-1iy2tgo"><h2 class="css-x">Có thể bạn quan tâm</h2>{furniture.teasers(story.others[:5], 'class="css-1p9j"', "h3")}</div></div><div class="css-foot">{furniture.footer(story.site, "div", 'class="css-0"')}</div></div><script id="__NEXT_DATA__" type="application/json">{state}</script></body></html>"""


def several_headings(story: Story, rng: random.Random) -> bytes:
    """No title, a wrong charset, and the site, the section and the article all in an h1."""
    page = f"""<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1252"></head><body><div id="masthead"><h1><a href="/">{story.site}</a></h1></div>{furniture.menu(rng)}<div id="page"><h1 class="section">Hoạt động Mặt trận</h1><div class="post"><h1>{escape(story.headline)}</h1><small>Đăng bởi: bientap - Lúc: 07:45 {weekday(story.day)} ngày {dmy(story.day)}</small>{"".join(f"<p>{escape(p)}</p>" for p in story.paragraphs)}<p class="wp-caption-text">{story.caption}</p></div><h1>Tin mới</h1><ul>{furniture.links(_titles(story))}</ul></div>{furniture.footer(story.site)}</body></html>"""
    return page.encode()


def press_with_boxes(story: Story, rng: random.Random) -> str:
    """A newspaper with advertising, a box beside the text, the author's card and many tags."""
    (lead, *body), h = [f"<p>{escape(p)}</p>" for p in story.paragraphs], escape(story.headline)
    aside = f'<aside class="article-relate"><h4>Bài liên quan</h4>{furniture.teasers(story.others[:2], "", "h5")}</aside>'
    return f"""<!DOCTYPE html><html lang="vi" itemscope itemtype="http://schema.org/NewsArticle"><head><meta charset="utf-8"><meta itemprop="datePublished" content="{story.day}T22:10:00+0700"><meta name="title" content="{h}"><title>{h} | {story.site}</title></head><body><header><div class="logo"><a href="/">{story.site}</a></div>{furniture.menu(rng, "nav", "")}</header><div class="ads"><a href="/qc">Quảng cáo: Nhận báo giá ngay hôm nay, ưu đãi lớn cho khách hàng đăng ký sớm trong tháng này!</a></div><main><div class="article"><h1 class="article__title">{h}</h1><div class="article__sapo">{lead}</div><div class="article__body" itemprop="articleBody">{"".join(body[:1])}{aside}{"".join(body[1:])}<table class="picture"><tbody><tr><td class="pic"><img src="a.jpg"></td></tr><tr><td class="caption"><p>{story.caption}</p></td></tr></tbody></table></div><div class="article__author">Hà Vy</div><div class="article__tag"><b>Từ khóa:</b> {furniture.links(["sơ kết", "mặt trận", "nông thôn mới", "an sinh"], "span")}</div></div>{furniture.share()}<section class="zone--comment">{furniture.comments(rng, "")}</section><section class="zone--other"><h3>Tin cùng chuyên mục</h3>{furniture.teasers(story.others[2:], 'class="story"', "h2")}</section></main>{furniture.footer(story.site, "footer", "")}</body></html>"""


def print_version(story: Story, rng: random.Random) -> str:
    """The page behind the printer button: next to nothing, the date at the end."""
    return f"""<html><head><meta charset="utf-8"><title>{story.site} - Bản in</title></head><body onload="window.print()"><div><img src="logo.gif"><hr></div><div><b style="font-size:16pt">{escape(story.headline)}</b><br><br>{"<br><br>".join(map(escape, story.paragraphs))}<br><br></div><div align="right"><i>Cập nhật: {dmy(story.day)} 16:20</i></div><hr><div>Nguồn: <a href="/tin/1.html">http://example.vn/tin/1.html</a></div></body></html>"""


def party_paper(story: Story, rng: random.Random) -> str:
    """A Party newspaper on ASP.NET: bare text between line breaks, a picture in its own table."""
    first, *rest = map(escape, story.paragraphs)
    return f"""<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8" /><title>{escape(story.headline)} - {story.site}</title></head><body><form id="aspnetForm"><div class="cms-top">{weekday(story.today)}, {dmy(story.today)} <a href="/en">English</a></div>{furniture.menu(rng)}<div class="cms-col-main"><h2 class="cms-title">{escape(story.headline)}</h2><div class="cms-date">{dmy(story.day, "-")} | 10:02</div><div class="cms-desc">{first}</div><div class="cms-body">{(chr(10) + "<br/>").join(rest[:1])}<table border="0" align="center"><tbody><tr><td><img src="a.jpg"/></td></tr><tr><td align="center"><em>{story.caption}</em></td></tr></tbody></table>{"<br/>".join(rest[1:])}</div><div class="cms-tool"><a href="#">[Trở về]</a></div><div class="cms-other"><dl><dt>Các tin đã đăng</dt>{furniture.links(_titles(story), "dd")}</dl></div></div><div class="cms-col-right">{furniture.teasers(story.others[:4], 'class="cms-hot"', "b")}{furniture.statistics(rng)}</div>{furniture.footer(story.site)}</form></body></html>"""


def blog(story: Story, rng: random.Random) -> str:
    """A blog service: the date above the post, an archive with counts beside it."""
    archive = "".join(
        f'<li class="archivedate"><a href="/{y}">{y}</a> <span class="post-count">({rng.randint(3, 90)})</span></li>'
        for y in range(2010, 2021)
    )
    return f"""<!DOCTYPE html><html><head><meta content='text/html; charset=UTF-8' http-equiv='Content-Type'/><title>{story.site}: {escape(story.headline)}</title></head><body class='loading'><div class='content-outer'><div class='header'><h1 class='title'><a href='/'>{story.site}</a></h1><p class='description'><span>Nơi chia sẻ tin tức hoạt động của bà con quê mình, cập nhật hằng tuần.</span></p></div><div class='main-inner'><div class='blog-posts hfeed'><div class='date-outer'><h2 class='date-header'><span>{weekday(story.day)}, {story.day.day} tháng {story.day.month}, {story.day.year}</span></h2><div class='post hentry'><h3 class='post-title entry-title'>{escape(story.headline)}</h3><div class='post-body entry-content'><div class="separator"><img src="a.jpg"/></div>{"".join(f"<div>{escape(p)}</div><div><br/></div>" for p in story.paragraphs)}</div><div class='post-footer'>Được đăng bởi <span class='fn'>quê mình</span> vào lúc <a href='#'>20:15</a> <a href='#'>Không có nhận xét nào:</a></div></div></div></div><div class='blog-pager'><a href='/'>Trang chủ</a> <a href='/p'>Bài đăng cũ hơn</a></div></div><div class='sidebar'><h2>Lưu trữ Blog</h2><ul>{archive}</ul><h2>Bài đăng phổ biến</h2>{furniture.teasers(story.others[:4], "class='item-content'", "div")}</div></div></body></html>"""


def mobile(story: Story, rng: random.Random) -> str:
    """A phone edition: a long consent text before the article, a newsletter and comments behind it."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(story.headline)}</title><meta property="og:title" content="{escape(story.headline)}"/></head><body><div id="gdpr" class="modal">{furniture.cookie_notice()}<p>Chúng tôi và các đối tác lưu trữ thông tin trên thiết bị của bạn, chẳng hạn mã định danh duy nhất, để xử lý dữ liệu cá nhân. Bạn có thể thay đổi lựa chọn bất cứ lúc nào trong phần cài đặt.</p></div><div class="drawer">{furniture.links(furniture.SECTIONS)}</div><div class="m-wrap"><div class="m-title"><h1>{escape(story.headline)}</h1></div><div class="m-info"><span class="m-time">{rng.randint(1, 12)}:30 | {dmy(story.day)}</span></div><div class="m-body">{"".join(f"<p>{escape(p)}</p><br>" for p in story.paragraphs)}</div><div class="m-newsletter"><h4>Đăng ký nhận bản tin</h4><p>Nhập địa chỉ thư điện tử để nhận tin mới nhất mỗi sáng, hoàn toàn miễn phí.</p><input type="email"></div><div class="m-cmt">{furniture.comments(rng, 'class="cmt-wrap"')}</div><div class="m-other">{furniture.links(_titles(story), "p")}</div></div>{furniture.footer(story.site)}</body></html>"""


def brief_beside_much(story: Story, rng: random.Random) -> bytes:
    """A short item between two columns that hold more text than it does, in UTF-16."""
    page = f"""<html><head><title>{story.site}</title></head><body><table><tr><td colspan="3"><b>{story.site}</b> - {dmy(story.today)}</td></tr><tr><td class="c1">{furniture.teasers(story.others[:3], 'class="hot"', "b")}{furniture.statistics(rng)}</td><td class="c2"><div class="tieude">{escape(story.headline)}</div><div class="ngay">{weekday(story.day)}, ngày {dmy(story.day)}</div><div class="chitiet"><p>{"</p><p>".join(map(escape, story.paragraphs))}</p></div></td><td class="c3">{furniture.teasers(story.others[3:], 'class="hot"', "b")}</td></tr></table></body></html>"""
    return page.encode("utf-16")


HELD_OUT_SKINS: dict[str, Skin] = {
    skin.__name__: skin
    for skin in (
        portal_with_thumbnails,
        forum,
        word_soup,
        front_page,
        hydrated,
        several_headings,
        press_with_boxes,
        print_version,
        party_paper,
        blog,
        mobile,
        brief_beside_much,
    )
}
