"""数字报 issues made after the public forms of their publishing systems, with what stands in every field.

The text is invented. ``python -m tests.index.intake.formats.digital_papers FOLDER [ISSUES]`` writes issues.
"""

from __future__ import annotations

import html
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.index.intake.formats.made_issues import MadeArticle, MadeIssue, MadePage, make_issue

PAPER = "青泽日报"


@dataclass(frozen=True)
class ContentFile:
    """What a content file is made of; ``number`` is its serial number."""

    issue: MadeIssue
    page: MadePage
    article: MadeArticle
    number: int


@dataclass(frozen=True)
class NodeFile:
    """What a node file is made of: its page, and the names of all node files and of its content files."""

    issue: MadeIssue
    page: MadePage
    pages: Sequence[tuple[str, MadePage]]
    articles: Sequence[tuple[str, MadeArticle]]


def _safe(text: str) -> str:
    return html.escape(text, quote=False).replace("“", "&ldquo;").replace("”", "&rdquo;")


def _lines(texts: Sequence[str], between: str = "") -> str:
    return between.join(map(_safe, texts))


def _head(title: str, script_bytes: int, *, html5: bool) -> str:
    meta = (
        '<!DOCTYPE html><html><head><meta charset="{charset}">'
        if html5
        else '<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">'
    )
    return f"{meta}<title>{title}</title>{_scripts(script_bytes)}</head><body>"


def _title(page: MadePage) -> str:
    return f"第{page.label}版：{page.name}"


def _scripts(bytes_: int) -> str:
    """What templates carry along: menus, styles and scripts, of about so many bytes."""
    line = 'function zoom_{0}(o){{if(o!=null){{var pos="第01版";document.write("<p>"+o+"</p>");}}}}\n'
    return "<script>" + "".join(line.format(n) for n in range(bytes_ // 90)) + "</script>"


def _comment(content: ContentFile) -> str:
    article = content.article
    fields = {
        "articleid": str(content.number),
        "date": f"{content.issue.date} 00:00:00.0",
        "author": _safe(article.byline or ""),
        "title": "<br/>".join(map(_safe, article.headline)),
        "keyword": "",
        "subtitle": "".join(f"<p>{_safe(line)}</p>" for line in article.subheads),
        "introtitle": f"<p>{_safe(article.kicker)}</p>" if article.kicker else "null",
        "siteid": "2",
        "nodeid": "1140",
        "nodename": _title(content.page),
        "nodesearchname": "",
        "picurl": "",
    }
    return (
        "<!--enpproperty "
        + "".join(f"<{key}>{value}</{key}>" for key, value in fields.items())
        + "/enpproperty-->"
    )


def _paragraphs(article: MadeArticle) -> str:
    return "".join(f"<P>　　{_safe(text)}</P>\n" for text in article.paragraphs)


def _picture_table(article: MadeArticle) -> str:
    return "".join(
        f'<table class="pci_c" width="400"><tr><td align="center"><img src="../../images/{n}.jpg"></td></tr>'
        f"<tr><td><p>{_safe(text)}</p></td></tr></table>"
        for n, text in enumerate(article.captions)
    )


@dataclass(frozen=True)
class Template:
    """How a publishing system writes: where its files lie, and what is in them.

    ``folder`` is that of a day's node files, ``articles_folder`` that of its content files, from the root.
    ``node`` and ``content`` make a file of each; ``node_name`` is that of a node file, by the ``label`` or
    the ``number`` of its page.
    """

    folder: str
    articles_folder: str
    ending: str
    node_name: str
    node: Callable[[NodeFile], str]
    content: Callable[[ContentFile], str]
    charset: str


def _tables_node(node: NodeFile) -> str:
    """The older form, of tables: links of pages and articles, and a map over the picture of the page."""
    page = node.page
    links = "".join(
        f'<tr><td class="default" align="left"><a id=pageLink href={name}>{_title(each)}</a></td>'
        f'<td><a href=../../../page/1/{each.label}.pdf><img src="pdf.gif"></a></td></tr>'
        for name, each in node.pages
    )
    items = "".join(
        f'<li><div id="mp{n}" style="display:inline">'
        f'<a href="{name}?div=-1">{_lines(each.headline)}</a></div></li>'
        for n, (name, each) in enumerate(node.articles)
    )
    areas = "".join(
        f'<area shape="polygon" coords="0,9" href="{name}">' for name, _ in reversed(node.articles)
    )
    return (
        f"{_head(f'{PAPER}多媒体数字报', 6000, html5=False)}<table><tr><td width=168 class=px12>"
        f"第{page.label}版：<strong>{page.name}</strong></td>"
        f'<td><a class="preart" id="ed_next" href="{node.pages[-1][0]}">下一版</a></td></tr></table>'
        f'<img src="page.jpg" usemap="#PagePicMap"><map name="PagePicMap">{areas}</map>'
        f"<table>{links}</table><ul>{items}</ul></body></html>"
    )


def _tables_content(content: ContentFile) -> str:
    page, article = content.page, content.article
    heads = "".join(
        f'<tr valign="top"><td class="font02" align="center">{text}</td></tr>'
        for text in (
            _safe(article.kicker or ""),
            f"<founder-title>{_lines(article.headline, '<br>')}</founder-title>",
            _lines(article.subheads),
            f"<founder-author>{_safe(article.byline or '')}</founder-author>",
        )
    )
    return (
        f"{_head(f'{article.headline[0]}--{PAPER}', 9000, html5=False)}"
        f"<table><tr><td class=px12>第{page.label}版：<strong>{page.name}</strong></td></tr></table>"
        f'<table class="wz"><tr><td><table>{heads}</table></td></tr><tr><td>'
        f'<div id="ozoom" style="zoom:100%"><founder-content>{_picture_table(article)}{_paragraphs(article)}'
        f"</founder-content></div></td></tr></table>{_comment(content)}"
        f"<div>版权所有 {PAPER}社</div></body></html>"
    )


def _lists_node(node: NodeFile) -> str:
    """The newer form, of lists; the articles lie in a tree of their own."""
    links = "".join(f'<li><a href="{name}">{_title(each)}</a></li>' for name, each in node.pages)
    items = "".join(
        f'<li class="resultList"><a href="{name}">{_lines(each.headline)}</a></li>'
        for name, each in node.articles
    )
    title = f"{PAPER}-{node.issue.date:%Y年%m月%d日}-{_title(node.page)}"
    return (
        f'{_head(title, 6000, html5=True)}<span id="layout">{_title(node.page)}</span>'
        f'<ul id="layoutlist">{links}</ul><ul class="newsList">{items}</ul></body></html>'
    )


def _lists_content(content: ContentFile) -> str:
    article = content.article
    pictures = "".join(
        f'<ul class="attachment"><li><img src="../../../pic/{n}.jpg"/><p>{_safe(text)}</p></li></ul>'
        for n, text in enumerate(article.captions)
    )
    paragraphs = "".join(f"<p>{_safe(text)}</p>" for text in article.paragraphs)
    return (
        f"{_head(f'{PAPER}数字报', 9000, html5=True)}"
        f'<div class="newsdetatit"><p id="PreTitle">{_safe(article.kicker or "")}</p>'
        f'<h2 id="Title">{_lines(article.headline)}</h2><p id="SubTitle">{_lines(article.subheads)}</p></div>'
        f'{pictures}<div id="ozoom"><!--enpcontent--><!--enpcontent-->{paragraphs}'
        f"<!--/enpcontent--><!--/enpcontent-->{_comment(content)}</div></body></html>"
    )


def _marked_content(content: ContentFile) -> str:
    """Without Founder's comment: each field is between comments of its own."""
    page, article = content.page, content.article

    def marked(name: str, text: str) -> str:
        return f"<!--<npm:article-{name}>-->{text}<!--</npm:article-{name}>-->"

    pictures = "".join(
        f"<tr><td>{marked('pic', '<img src=x.jpg>')}</td></tr>"
        f"<tr><td>{marked('pic-text', _safe(text))}</td></tr>"
        for text in article.captions
    )
    title, author = (
        marked("title", _lines(article.headline, "<br>")),
        marked("author", _safe(article.byline or "")),
    )
    return (
        f"{_head(PAPER, 9000, html5=False)}<td class=px12>第{page.label}版：{page.name}</td>"
        f"<table class=wz><tr><td>{marked('pretitle', _safe(article.kicker or ''))}</td></tr>"
        f"<tr><td><founder-title>{title}</founder-title></td></tr>"
        f"<tr><td>{marked('subtitle', _lines(article.subheads))}</td></tr>"
        f"<tr><td><founder-author>{author}</founder-author></td></tr></table>"
        f"<table id=newspic>{pictures}</table><div id=ozoom><founder-content>"
        f"{marked('content', _paragraphs(article))}</founder-content></div></body></html>"
    )


def _headed_content(content: ContentFile) -> str:
    """Without any marks: the tags alone say what is what."""
    page, article = content.page, content.article
    paragraphs = "".join(f"<p>&nbsp;&nbsp;&nbsp;&nbsp;{_safe(text)}</p>" for text in article.paragraphs)
    return (
        f'{_head(PAPER, 9000, html5=True)}<div class="article"><h3>{_safe(article.kicker or "")}</h3>'
        f"<h1>{_lines(article.headline, '<br>')}</h1><h2>{_lines(article.subheads)}</h2>"
        f'<p class="sec">{_safe(article.byline or "")} <span class="date">《{PAPER}》（'
        f'<span class="newstime">{content.issue.date}</span> 第{page.label}版）</span></p>'
        f'<div id="ozoom">{_picture_table(article)}{paragraphs}</div></div></body></html>'
    )


TEMPLATES = {
    "tables": Template(
        "html/{:%Y-%m/%d}",
        "html/{:%Y-%m/%d}",
        ".htm",
        "node_{number}",
        _tables_node,
        _tables_content,
        "gb2312",
    ),
    "lists": Template(
        "pc/layout/{:%Y%m/%d}",
        "pc/con/{:%Y%m/%d}",
        ".html",
        "node_{label}",
        _lists_node,
        _lists_content,
        "utf-8",
    ),
    "marked": Template(
        "html/{:%Y-%m/%d}", "html/{:%Y-%m/%d}", ".htm", "node_{number}", _tables_node, _marked_content, "gbk"
    ),
    "headed": Template(
        "{:%Y%m/%d}", "{:%Y%m/%d}", ".html", "node_{label}", _lists_node, _headed_content, "utf-8"
    ),
}


def write_issue(
    root: Path, issue: MadeIssue, template: Template, *, encoding: str | None = None
) -> dict[Path, MadePage]:
    """Write an issue below ``root``; return its pages by their node files.

    ``encoding`` is what it is written in, where that is another than what it declares.
    """
    folder = root / template.folder.format(issue.date)
    articles_folder = root / template.articles_folder.format(issue.date)
    for each in (folder, articles_folder):
        each.mkdir(parents=True, exist_ok=True)
    way = Path(*[".."] * len(folder.relative_to(root).parts)) / articles_folder.relative_to(root)
    prefix = "" if folder == articles_folder else f"{way.as_posix()}/"
    pages = [
        # node_1 is the list of the issue
        (template.node_name.format(label=page.label, number=n + 1) + template.ending, page)
        for n, page in enumerate(issue.pages, 1)
    ]
    written = {}
    for place, (node, page) in enumerate(pages, 1):
        names = []
        for number, article in enumerate(page.articles, 1):
            serial = issue.date.toordinal() * 1000 + place * 100 + len(page.articles) - number
            name = f"content_{serial}{template.ending}"  # the numbers run against the order of the page
            names.append((prefix + name, article))
            text = template.content(ContentFile(issue, page, article, serial))
            _write(articles_folder / name, text, template.charset, encoding)
        text = template.node(NodeFile(issue, page, pages, names))
        _write(folder / node, text, template.charset, encoding)
        written[folder / node] = page
    return written


def _write(path: Path, text: str, charset: str, encoding: str | None) -> None:
    raw_encoding = encoding or ("gb18030" if charset.startswith("gb") else charset)
    path.write_bytes(text.replace("{charset}", charset).encode(raw_encoding))


def write_issues(root: Path, issues: int, **size: int) -> Iterator[tuple[MadeIssue, dict[Path, MadePage]]]:
    """Write so many issues in the four forms by turns; yield each with its pages."""
    names = list(TEMPLATES)
    for number in range(issues):
        issue = make_issue(number, **size)
        yield issue, write_issue(root, issue, TEMPLATES[names[number % len(names)]])


if __name__ == "__main__":
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 30
    for _ in write_issues(Path(sys.argv[1]) / PAPER, count):
        pass
