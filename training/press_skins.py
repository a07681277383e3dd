# ruff: noqa: E501
"""More page skins for development: newspapers, Front portals, AMP, single-page apps and broken pages."""

from __future__ import annotations

import json
import random
from html import escape

from training import page_furniture as furniture
from training.page_furniture import dmy, weekday
from training.pages import Skin, Story


def _titles(story: Story, count: int = 6) -> list[str]:
    return [title for title, _ in story.others[:count]]


def _p(story: Story, attribute: str = "") -> list[str]:
    return [f"<p{attribute}>{escape(text)}</p>" for text in story.paragraphs]


def newspaper(story: Story, rng: random.Random) -> str:
    """A large electronic newspaper: teasers with leads beside the article, readers' comments below."""
    h = escape(story.headline)
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{h} - {story.site}</title><meta name="pubdate" content="{story.day}T09:30:00+07:00"><meta property="og:title" content="{h}"></head><body data-source="Detail"><section class="section top-header"><div class="container"><span class="time-now">{weekday(story.today)}, {dmy(story.today)}</span></div></section>{furniture.menu(rng, "section", 'class="section wrap-main-nav"')}
<section class="section page-detail top-detail"><div class="container"><div class="sidebar-1"><div class="header-content width_common"><ul class="breadcrumb">{furniture.links(["Thời sự", "Chính trị"])}</ul><span class="date">{weekday(story.day)}, {story.day.day}/{story.day.month}/{story.day.year}, 09:30 (GMT+7)</span></div><h1 class="title-detail">{h}</h1><p class="description">{escape(story.paragraphs[0])}</p><article class="fck_detail">{"".join(_p(story, ' class="Normal"')[1:2])}<figure class="tplCaption"><img data-src="a.jpg"><figcaption><p class="Image">{story.caption}</p></figcaption></figure>{"".join(_p(story, ' class="Normal"')[2:])}</article>
<div class="social_pin"><a href="#">Trở lại Thời sự</a></div>{furniture.comments(rng, 'class="box_comment_vne"')}<div class="box-tinlienquanv2"><ul>{furniture.links(_titles(story))}</ul></div></div><div class="sidebar-2"><div class="title-box-category">Xem nhiều</div>{furniture.teasers(story.others, 'class="item-news"')}</div></div></section>{furniture.cookie_notice()}{furniture.footer(story.site, "footer", 'class="footer container"')}</body></html>"""


def newspaper_with_boxes(story: Story, rng: random.Random) -> str:
    """A newspaper that puts a box of related news into the middle of the text."""
    h, paragraphs = escape(story.headline), _p(story)
    box = f'<div class="VCSortableInPreviewMode" type="RelatedOneNews"><div class="kbwc-body"><a class="kbwc-title" href="/x">{escape(story.others[0][0])}</a><p class="kbwc-sapo">{escape(story.others[0][1])}</p></div></div>'
    image = f'<div class="VCSortableInPreviewMode" type="Photo"><div><img src="a.jpg"></div><div class="PhotoCMS_Caption"><p>{story.caption}</p></div></div>'
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"/><title>{h}</title><meta property="article:published_time" content="{story.day}T07:00:00+07:00"/><meta name="description" content="{escape(story.paragraphs[0])}"/></head><body><div class="main"><div class="header">{furniture.menu(rng)}</div><div class="detail__page"><div class="detail__main"><div class="detail-cate"><a href="/">Thời sự</a></div><h1 class="detail-title article-title" data-role="title">{h}</h1>
<div class="detail-author-bot"><div class="author-info"><a class="name" href="/a">V.T.</a></div><div class="detail-time"><div data-role="publishdate">{dmy(story.day)} 07:00 GMT+7</div></div></div><h2 class="detail-sapo" data-role="sapo">{escape(story.paragraphs[0])}</h2><div class="detail-cmain"><div class="detail-content afcbc-body" data-role="content">{image}{paragraphs[1]}{box}{"".join(paragraphs[2:])}</div><div class="detail-tab"><a href="#">Trở thành người đầu tiên tặng sao cho bài viết</a></div><div class="detail__tags"><ul>{furniture.links(["hội nghị", "mặt trận", "an sinh"])}</ul></div></div>{furniture.share()}</div>
<div class="detail__sidebar">{furniture.teasers(story.others[1:5], 'class="box-category-item"')}</div></div>{furniture.footer(story.site)}</div></body></html>"""


def front_portal(story: Story, rng: random.Random) -> str:
    """A Front portal: the site's name is the h1, the headline an h2, other headlines h2 as well."""
    h = escape(story.headline)
    return f"""<!DOCTYPE html><html><head><title>{story.site} | {h}</title><meta charset="utf-8"></head><body><form id="form1" action="./tin.aspx"><div id="top"><h1>{story.site.upper()}</h1><marquee>Nhiệt liệt chào mừng Ngày hội Đại đoàn kết toàn dân tộc!</marquee></div>{furniture.menu(rng, "div", 'id="smoothmenu1" class="ddsmoothmenu"')}<div id="container"><div id="left"><h2>TIN TIÊU ĐIỂM</h2><ul>{furniture.links(_titles(story))}</ul></div>
<div id="center"><div class="duongdan">{furniture.breadcrumb(rng)}</div><div id="ctl00_ContentPlaceHolder1_pnlChiTiet"><h2>{h}</h2><div class="ngaydang">Ngày cập nhật {dmy(story.day)} | Lượt xem {rng.randint(10, 999)}</div><div class="noidung"><p><em>(MT) -</em> {escape(story.paragraphs[0])}</p>{"".join(f"<p>{escape(p)}</p>" for p in story.paragraphs[1:])}<div style="text-align:center"><img src="a.jpg"><br><i>{story.caption}</i></div></div></div><div class="tinkhac"><h2>Tin cùng chuyên mục</h2><ul>{furniture.links(_titles(story), extra=" (" + dmy(story.day, "-") + ")")}</ul></div></div>
<div id="right">{furniture.statistics(rng)}{furniture.web_links()}</div></div>{furniture.footer(story.site, "div", 'id="bottom"')}</form></body></html>"""


def amp(story: Story, rng: random.Random) -> str:
    """An AMP page: own tags, a side menu, JSON-LD with the date."""
    h = escape(story.headline)
    data = json.dumps(
        {
            "@context": "http://schema.org",
            "@type": "NewsArticle",
            "headline": story.headline,
            "datePublished": f"{story.day}T05:00:00+07:00",
        }
    )
    return f"""<!doctype html><html amp lang="vi"><head><meta charset="utf-8"><script async src="https://cdn.ampproject.org/v0.js"></script><title>{h}</title><script type="application/ld+json">{data}</script><style amp-custom>body{{margin:0}}</style></head><body><amp-sidebar id="sidebar" layout="nodisplay"><ul>{furniture.links(furniture.SECTIONS)}</ul></amp-sidebar><header class="amp-header"><a href="/">{story.site}</a></header><main><article class="amp-wp-article"><header><h1 class="amp-wp-title">{h}</h1><div class="amp-wp-meta">{dmy(story.day)}</div></header><div class="amp-wp-article-content"><amp-img src="a.jpg" width="600" height="400"></amp-img>
{"".join(_p(story))}<amp-ad width="300" height="250" type="doubleclick"><div placeholder>Quảng cáo</div></amp-ad></div></article><section class="related"><h3>Đọc thêm</h3>{furniture.teasers(story.others[:3])}</section></main><amp-user-notification id="consent" layout="nodisplay">{furniture.cookie_notice()}</amp-user-notification>{furniture.footer(story.site, "footer", "")}</body></html>"""


def single_page_app(story: Story, rng: random.Random) -> str:
    """A single-page app: an empty root, the whole article in JSON-LD."""
    data = json.dumps(
        [
            {"@type": "BreadcrumbList", "itemListElement": []},
            {
                "@context": "https://schema.org",
                "@type": ["NewsArticle"],
                "headline": story.headline,
                "datePublished": f"{story.day}T10:20:30.000Z",
                "articleBody": "\n".join(story.paragraphs),
            },
        ],
        ensure_ascii=False,
    )
    return f"""<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{escape(story.headline)} | {story.site}</title><script type="application/ld+json">{data}</script></head><body><noscript>You need to enable JavaScript to run this app. Bạn cần bật JavaScript để xem trang này.</noscript><div id="root"></div><script src="/static/js/main.3f2a.chunk.js"></script></body></html>"""


def divs_only(story: Story, rng: random.Random) -> str:
    """A home-made portal where every paragraph is a div; the table of statistics stands between."""
    text = "".join(
        f'<div style="text-align: justify;">{escape(p)}</div><div>&nbsp;</div>' for p in story.paragraphs
    )
    return f"""<html><head><meta charset="utf-8"><title>Chi tiết tin tức</title></head><body><div id="wrap"><div id="banner">Hôm nay: {weekday(story.today)}, ngày {dmy(story.today)}</div>{furniture.menu(rng, "div", 'id="menu"')}<div id="colleft">{furniture.statistics(rng)}<div class="boxleft">{furniture.links(_titles(story), "div")}</div></div><div id="colmain"><div class="title">{escape(story.headline)}</div><div class="date">Ngày đăng: {dmy(story.day)}</div><div class="detail">{text}<div style="text-align: center;"><img src="a.jpg" /></div><div style="text-align: center;">{story.caption}</div><div style="text-align: right;"><b>Nguồn tin: {story.site}</b></div></div>
<div class="other"><div class="othertitle">Các tin khác</div>{furniture.links(_titles(story), "div")}</div></div><div id="footer">{furniture.footer(story.site)}</div></div></body></html>"""


def broken(story: Story, rng: random.Random) -> bytes:
    """No title, a wrong charset, tags that are never closed or close too much, two bodies."""
    text = "".join(f"<P ALIGN=justify><SPAN lang=VI>{escape(p)}" for p in story.paragraphs)
    page = f"""<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=iso-8859-1"></HEAD><BODY><DIV CLASS=top>{furniture.menu(rng)}</DIV></DIV></TD><BODY BGCOLOR=white><TABLE><TR><TD><UL>{"".join(f"<LI><A HREF=/{n}>{escape(t)}" for n, t in enumerate(_titles(story)))}</UL><TD><DIV CLASS="content"><H1><FONT COLOR=red>{escape(story.headline)}</H1></FONT><I>{dmy(story.day)} <IMG SRC="a.jpg" ALT="1 > 0"></I>{text}</DIV></DIV></P><P>
<A HREF="#" TITLE="a > b">Quay lại</A><A HREF=/in>Bản in<HR></TABLE>{furniture.footer(story.site)}"""
    return page.encode()


PRESS_SKINS: dict[str, Skin] = {
    skin.__name__: skin
    for skin in (newspaper, newspaper_with_boxes, front_portal, amp, single_page_app, divs_only, broken)
}
