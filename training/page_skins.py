# ruff: noqa: E501
"""Page skins for development: how fifteen kinds of Vietnamese sites print an article.

A skin is a function of a story and a random generator.  The class names and the nesting are those of the
content systems they stand for; faults (unclosed tags, wrong charsets) are meant.
"""

from __future__ import annotations

import json
import random
from html import escape

from training import page_furniture as furniture
from training.page_furniture import dmy, weekday
from training.pages import Skin, Story
from training.press_skins import PRESS_SKINS

_SCRIPT = "<script>var a = 1; if (a < 2 && '<p>' != \"\") { document.write('<div class=\"x\">' + a + '</div>'); }</script>"


def _titles(story: Story, count: int = 6) -> list[str]:
    return [title for title, _ in story.others[:count]]


def _p(story: Story, attribute: str = "") -> list[str]:
    return [f"<p{attribute}>{escape(text)}</p>" for text in story.paragraphs]


def nukeviet(story: Story, rng: random.Random) -> str:
    """The commonest free system of district portals, with its voting widget and two lists of other news."""
    h, (lead, *body) = escape(story.headline), map(escape, story.paragraphs)
    text = "".join(
        f'<p style="text-align: justify;"><span style="font-size:14px;">{p}</span></p>\n' for p in body
    )
    return f"""<!DOCTYPE html><html lang="vi" prefix="og: http://ogp.me/ns#"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<title>{h} - {story.site}</title><meta property="og:title" content="{h}"><meta property="og:type" content="article">
<meta name="generator" content="NukeViet v4.5"></head><body>{_SCRIPT}<div class="body-bg"><div class="wraper"><header><div class="container"><div class="logo"><a href="/"><img src="/l.png" alt="{story.site}"></a>
<h1 class="hidden">{story.site}</h1></div></div></header>{furniture.menu(rng, "nav", 'class="second-nav" id="menusite"')}
<section><div class="container" id="body"><nav class="third-nav"><div class="breadcrumbs-wrap">{furniture.breadcrumb(rng)}</div></nav>
<div class="row"><div class="col-sm-16 col-md-18"><div class="news_column panel panel-default"><div class="panel-body"><h1 class="title margin-bottom-lg" itemprop="headline">{h}</h1>
<div class="hidden hide d-none" itemprop="author"><span itemprop="name">{story.site}</span></div><span class="hidden hide d-none" itemprop="datePublished">{story.day}T08:15:00+07:00</span>
<div class="row margin-bottom-lg"><div class="col-md-12"><span class="h5">{weekday(story.day)} - {dmy(story.day)} 08:15</span></div>{furniture.share()}</div>
<div class="clearfix"><div class="hometext m-bottom" itemprop="description">{lead}</div>
<figure class="article center"><img alt="{h}" src="/a.jpg"><figcaption>{story.caption}</figcaption></figure></div>
<div id="news-bodyhtml" class="bodytext margin-bottom-lg" itemprop="articleBody">{text}</div></div></div>
<div class="news_column panel panel-default">{furniture.voting()}</div>{furniture.comments(rng)}
<div class="news_column panel panel-default"><div class="panel-body other-news"><p class="h3"><strong>Những tin mới hơn</strong></p><div class="clearfix"><ul class="related list-inline">{furniture.links(_titles(story, 4), extra=" <em>(" + dmy(story.day) + ")</em>")}</ul></div>
<p class="h3"><strong>Những tin cũ hơn</strong></p><ul class="related list-inline">{furniture.links(_titles(story)[4:])}</ul></div></div></div>
<div class="col-sm-8 col-md-6"><div class="panel panel-primary"><div class="panel-heading">Tin xem nhiều</div><ul class="block_tophits">{furniture.links(_titles(story))}</ul></div>{furniture.statistics(rng)}</div></div></div></section>
{furniture.footer(story.site, "footer", 'id="footer"')}</div></div>{_SCRIPT}</body></html>"""


def sharepoint(story: Story, rng: random.Random) -> str:
    """Provincial portals on SharePoint: web parts in tables, no h1, the date as plain text."""
    h = escape(story.headline)
    text = "".join(
        f'<p style="text-align:justify"><span style="font-size:12pt">&#160;{escape(p)}</span></p>'
        for p in story.paragraphs[1:]
    )
    return f"""<html dir="ltr" xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="X-UA-Compatible" content="IE=10"/><title>
	{h}
</title></head><body onhashchange="if (typeof(_spBodyOnHashChange) != 'undefined') _spBodyOnHashChange();"><form method="post" action="./chitiet.aspx" id="aspnetForm"><div><input type="hidden" name="__VIEWSTATE" value="{"dDwtMTA4" * 200}"/></div>
<div id="s4-workspace"><div id="s4-bodyContainer"><div class="banner">{dmy(story.today)} | <a href="/rss">RSS</a> | <a href="/sitemap">Sơ đồ cổng</a></div>{furniture.menu(rng, "div", 'id="zz12_TopNavigationMenu" class="s4-tn"')}
<table width="100%"><tr><td class="ms-leftcol" valign="top">{furniture.links(furniture.SECTIONS, "div")}{furniture.web_links()}</td><td valign="top"><div id="MSOZoneCell_WebPartWPQ2" class="s4-wpcell-plain"><div class="ms-webpart-chrome"><div class="news-detail">
<div class="title-news-detail">{h}</div><div class="date-news">{dmy(story.day)} 15:30</div><div class="sapo-news"><b>{escape(story.paragraphs[0])}</b></div>
<div class="ms-rtestate-field" style="display:inline">{text}<table class="image" align="center"><tr><td><img src="/PublishingImages/a.jpg"/></td></tr><tr><td><em>{story.caption}</em></td></tr></table></div>
<div class="luotxem">Lượt xem: {rng.randint(20, 3000)}</div></div></div></div>
<div class="ms-webpart-zone"><div class="tinkhac"><b>Tin đã đưa</b><ul class="dfwp-list">{furniture.links(_titles(story))}</ul></div></div></td></tr></table>{furniture.footer(story.site)}</div></div></form></body></html>"""


def liferay(story: Story, rng: random.Random) -> str:
    """Portals on Liferay: nested portlets, the headline in an h3, Vietnamese labels for the date."""
    h = escape(story.headline)
    return f"""<!DOCTYPE html><html class="aui ltr" dir="ltr" lang="vi-VN"><head><title>Tin tức - {story.site}</title><meta content="text/html; charset=UTF-8" http-equiv="content-type"></head>
<body class="yui3-skin-sam controls-visible site public-page"><div id="wrapper"><header id="banner" role="banner"><div id="heading"><h1 class="site-title"><a class="logo" href="/"><img alt="{story.site}"></a></h1></div>
{furniture.menu(rng, "nav", 'id="navigation"')}</header><div id="content"><h1 class="hide-accessible">Tin tức</h1><div class="columns-2" id="main-content" role="main"><div class="portlet-layout row-fluid"><div class="portlet-column span8" id="column-1">
<div class="portlet-boundary portlet-asset-publisher"><section class="portlet"><div class="portlet-content"><div class="asset-full-content show-asset-title"><h3 class="title-content">{h}</h3><div class="metadata-entry metadata-publish-date"><span>Ngày đăng: {dmy(story.day, "-")}</span> <span>Lượt xem: {rng.randint(30, 900)}</span></div>
<div class="asset-content" id="article_10180"><div class="journal-content-article"><p class="summary"><strong>{escape(story.paragraphs[0])}</strong></p>{"".join(_p(story, ' class="rtejustify"')[1:])}<p style="text-align:center"><em>{story.caption}</em></p></div></div>
<div class="asset-ratings"><div class="taglib-ratings stars"><span>Đánh giá của bạn</span></div></div></div>
<div class="tin-lien-quan"><h4>Tin liên quan</h4>{furniture.links(_titles(story), "p")}</div></div></section></div></div>
<div class="portlet-column span4" id="column-2"><div class="portlet-boundary">{furniture.teasers(story.others[:4], 'class="asset-abstract"')}</div>{furniture.statistics(rng)}{furniture.web_links()}</div></div></div></div>
{furniture.footer(story.site, "footer", 'id="footer" role="contentinfo"')}</div></body></html>"""


def dotnetnuke(story: Story, rng: random.Random) -> str:
    """Portals on DotNetNuke: panes as table cells, labels as spans, the class Normal on all text."""
    h = escape(story.headline)
    text = "".join(
        f'<p align="justify" class="MsoNormal"><span style="font-family: Arial">{escape(p)}</span></p>'
        for p in story.paragraphs[1:]
    )
    return f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.0 Transitional//EN"><HTML><HEAD><TITLE>{story.site} > Tin tức > Chi tiết</TITLE><META content="text/html; charset=UTF-8" http-equiv="Content-Type"></HEAD><BODY id="Body"><form name="Form" id="Form" action="/Default.aspx?tabid=62">
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{"/wEPDwUK" * 300}"><table class="pagemaster" border="0" width="100%"><tr><td id="dnn_TopPane"><span class="Normal">{weekday(story.today)}, {dmy(story.today)}</span></td></tr><tr><td>{furniture.menu(rng)}</td></tr>
<tr><td><table width="100%"><tr><td id="dnn_LeftPane" class="leftpane" width="180">{furniture.links(furniture.SECTIONS, "div")}{furniture.statistics(rng)}</td><td id="dnn_ContentPane" class="contentpane" valign="top"><a name="380"></a>
<div id="dnn_ctr380_ContentPane"><div id="dnn_ctr380_ModuleContent"><table width="100%"><tr><td><span id="dnn_ctr380_ViewNews_lblTitle" class="SubHead">{h}</span></td></tr><tr><td><span id="dnn_ctr380_ViewNews_lblDate" class="NormalSmall">Cập nhật: {dmy(story.day)} 08:10 (GMT+7)</span></td></tr>
<tr><td><span id="dnn_ctr380_ViewNews_lblSummary" class="NormalBold">{escape(story.paragraphs[0])}</span></td></tr><tr><td><span class="Normal">{text}</span></td></tr>
<tr><td align="right"><a href="#">Quay lại</a> | <a href="#">In trang này</a> | <a href="#">Gửi cho bạn bè</a></td></tr></table><span class="SubHead">Các tin khác:</span><table>{"".join(f"<tr><td>• <a href='/d/{n}'>{escape(t)}</a> ({dmy(story.day)})</td></tr>" for n, t in enumerate(_titles(story)))}</table></div></div></td></tr></table></td></tr></table>{furniture.footer(story.site)}</form></BODY></HTML>"""


def joomla(story: Story, rng: random.Random) -> str:
    """Joomla 1.5: contentpaneopen tables, the date in words."""
    h = escape(story.headline)
    when = f"{weekday(story.day)}, {story.day.day:02} Tháng {story.day.month} {story.day.year} 08:11"
    return f"""<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd"><html xmlns="http://www.w3.org/1999/xhtml" lang="vi-vn"><head><title>{h}</title><meta name="generator" content="Joomla! 1.5 - Open Source Content Management"/></head>
<body><div class="center" align="center"><div id="wrapper"><div id="header"><div id="logo"></div></div><div id="tabarea"><table id="pillmenu"><tr><td>{furniture.menu(rng, "div", 'id="mainlevel-nav"')}</td></tr></table></div><div id="pathway">{furniture.breadcrumb(rng)}</div>
<div id="leftcolumn"><div class="module_menu"><h3>Danh mục</h3><ul class="menu">{furniture.links(furniture.SECTIONS)}</ul></div><div class="module"><h3>Tin mới nhất</h3><ul class="latestnews">{furniture.links(_titles(story))}</ul></div></div>
<div id="maincolumn"><table class="contentpaneopen"><tr><td class="contentheading" width="100%">{h}</td><td align="right" class="buttonheading"><a href="/pdf"><img alt="PDF"/></a></td></tr></table><table class="contentpaneopen"><tr><td valign="top"><span class="small">Viết bởi Administrator</span></td></tr>
<tr><td valign="top" class="createdate">{when}</td></tr><tr><td valign="top">{"".join(_p(story))}<p><img src="/images/stories/a.jpg" alt="" /><br /><em>{story.caption}</em></p></td></tr><tr><td class="modifydate">Cập nhật ngày {weekday(story.today)}, {story.today.day:02} Tháng {story.today.month} {story.today.year}</td></tr></table><span class="article_separator">&nbsp;</span><div class="jcomments-links"><a href="#addcomments">Thêm bình luận</a></div></div>
{furniture.footer(story.site, "div", 'id="footerspacer"')}</div></div></body></html>"""


def wordpress(story: Story, rng: random.Random) -> str:
    """WordPress with an SEO plugin: everything marked up, comments in an ordered list."""
    h = escape(story.headline)
    graph = json.dumps(
        {
            "@context": "https://schema.org",
            "@graph": [
                {"@type": "WebPage", "name": story.headline + " - " + story.site},
                {
                    "@type": "Article",
                    "headline": story.headline,
                    "datePublished": f"{story.day}T01:15:00+00:00",
                    "dateModified": f"{story.today}T01:15:00+00:00",
                },
            ],
        },
        ensure_ascii=False,
    )
    others = "".join(
        f'<li class="comment"><article class="comment-body"><p>{lead}</p></article></li>'
        for _, lead in story.others[:2]
    )
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="UTF-8"><title>{h} &#8211; {story.site}</title><meta property="og:title" content="{h} - {story.site}"><meta property="article:published_time" content="{story.day}T01:15:00+00:00"><meta property="article:modified_time" content="{story.today}T01:15:00+00:00"><script type="application/ld+json" class="yoast-schema-graph">{graph}</script><style>.a>b{{color:red}}</style></head>
<body class="post-template-default single single-post has-sidebar comments-open"><div id="page" class="site"><a class="skip-link" href="#content">Chuyển đến nội dung</a><header id="masthead" class="site-header"><p class="site-title"><a href="/">{story.site}</a></p>{furniture.menu(rng, "nav", 'class="main-navigation"')}</header><div id="content" class="site-content"><main id="main" class="site-main">
<article id="post-217" class="post-217 post type-post hentry category-tin-tuc"><header class="entry-header"><h1 class="entry-title">{h}</h1><div class="entry-meta"><time class="entry-date published" datetime="{story.day}T08:15:00+07:00">{dmy(story.day)}</time> bởi <span class="author vcard"><a href="/author/admin">admin</a></span></div></header><div class="entry-content">{"".join(_p(story)[:2])}
<figure class="wp-block-image"><img src="a.jpg"/><figcaption class="wp-element-caption">{story.caption}</figcaption></figure>{"".join(_p(story)[2:])}<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">Chia sẻ:</h3><ul><li><a href="#">Twitter</a></li><li><a href="#">Facebook</a></li></ul></div></div><footer class="entry-footer"><span class="cat-links">Đăng trong <a href="/c">Tin tức</a></span></footer></article>
<nav class="navigation post-navigation"><a href="/p">{escape(story.others[0][0])}</a></nav><div id="comments" class="comments-area"><h2 class="comments-title">2 bình luận</h2><ol class="comment-list">{others}</ol><div id="respond"><h3>Trả lời</h3><p class="comment-notes">Email của bạn sẽ không được hiển thị công khai. Các trường bắt buộc được đánh dấu *</p></div></div></main><aside id="secondary" class="widget-area"><section class="widget"><h2>Bài viết mới</h2><ul>{furniture.links(_titles(story))}</ul></section></aside></div>{furniture.footer(story.site, "footer", 'id="colophon"')}</div></body></html>"""


def drupal(story: Story, rng: random.Random) -> str:
    """Drupal 7: fields in fields."""
    h = escape(story.headline)
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8" /><title>{h} | {story.site}</title></head><body class="html not-front not-logged-in two-sidebars page-node node-type-article"><div id="page-wrapper"><div id="page"><div id="header"><div id="site-name"><strong><a href="/">{story.site}</a></strong></div></div>{furniture.menu(rng, "div", 'id="navigation"')}
<div id="main-wrapper"><div id="main" class="clearfix"><div id="content" class="column"><div class="section"><a id="main-content"></a><h1 class="title" id="page-title">{h}</h1><div class="region region-content"><div id="block-system-main" class="block"><div class="content"><div id="node-812" class="node node-article" about="/node/812"><div class="meta submitted">Gửi bởi <span class="username">bientap</span> vào {weekday(story.day)}, {dmy(story.day)} - 09:41</div><div class="content clearfix"><div class="field field-name-field-image"><div class="field-items"><img src="a.jpg"/></div></div><div class="field field-name-body field-type-text-with-summary"><div class="field-items"><div class="field-item even" property="content:encoded">{"".join(_p(story))}</div></div></div></div>
<div class="link-wrapper"><ul class="links inline"><li><a href="/user">Đăng nhập</a> để gửi ý kiến</li></ul></div></div></div></div></div></div></div><div id="sidebar-first" class="column sidebar"><div class="block"><h2>Tin nổi bật</h2>{furniture.teasers(story.others[:3], 'class="views-row"', "h4")}</div></div></div></div>{furniture.footer(story.site, "div", 'id="footer-wrapper"')}</div></div></body></html>"""


def table_layout(story: Story, rng: random.Random) -> str:
    """2005: nested tables, font tags, paragraphs between line breaks, cells that are never closed."""
    h, text = (
        escape(story.headline),
        "<br>\n<br>\n".join(f"&nbsp;&nbsp;&nbsp; {escape(p)}" for p in story.paragraphs),
    )
    rows = "".join(
        f'<tr><td><img src="dot.gif"> <a href="?id={n}"><font size=2>{escape(t)}</font></a>'
        for n, t in enumerate(_titles(story))
    )
    return f"""<html><head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><title>{story.site}</title></head><body topmargin=0 bgcolor=#FFFFFF><center><table width=780 border=0 cellpadding=0><tr><td colspan=3><img src=banner.jpg><tr bgcolor=#cc0000><td colspan=3>{"".join(f'<a href="?m={n}"><font color=white>{s}</font></a> | ' for n, s in enumerate(furniture.SECTIONS))}
<tr><td width=150 valign=top><table width=100% border=0>{rows}</table>{furniture.statistics(rng)}<td valign=top><table width=100%><tr><td><font face="Arial" size="4" color="#990000"><b>{h}</b></font><br><font size=1><i>({dmy(story.day)}, {rng.randint(50, 800)} lượt xem)</i></font></td></tr><tr><td align=justify><font face=Arial size=2><table align=left><tr><td><img src=a.jpg><tr><td><font size=1>{story.caption}</font></table>{text}</font><p align=right><a href="javascript:print()">In trang</a> <a href="#top">Về đầu trang</a>
</table><b>CÁC TIN KHÁC</b><table>{rows}</table></td><td width=150 valign=top><font size=2>Hôm nay: {weekday(story.today)}, {dmy(story.today)}</font>{furniture.web_links()}</td></tr><tr><td colspan=3 align=center><font size=1>{furniture.footer(story.site)}</font></td></tr></table></center></body></html>"""


SKINS: dict[str, Skin] = {
    **{
        s.__name__: s
        for s in (nukeviet, sharepoint, liferay, dotnetnuke, joomla, wordpress, drupal, table_layout)
    },
    **PRESS_SKINS,
}
