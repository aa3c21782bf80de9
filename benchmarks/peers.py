"""The peers: the same pages as Markdown for MkDocs Material, and as data with templates for Hugo."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

_BODY = re.compile(r'<article class="md-content__inner md-typeset">(.*?)</article>', re.DOTALL)
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_BLOCKS = {
    "p",
    "div",
    "section",
    "ul",
    "ol",
    "dl",
    "table",
    "thead",
    "tbody",
    "details",
    "summary",
    "nav",
    "header",
    "figure",
}


class _Markdown(HTMLParser):
    """HTML to plain Markdown, near enough to give the peer the same words and links to render."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.href: list[str | None] = []
        self.skip = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style", "svg"):
            self.skip += 1
        elif tag in ("h1", "h2", "h3", "h4"):
            self.out.append(f"\n\n{'#' * int(tag[1])} ")
        elif tag in ("li", "tr", "dt"):
            self.out.append("\n- ")
        elif tag == "a":
            self.href.append(dict(attrs).get("href"))
            self.out.append("[")
        elif tag in _BLOCKS:
            self.out.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style", "svg"):
            self.skip -= 1
        elif tag == "a" and self.href:
            target = self.href.pop()
            self.out.append(f"]({target})" if target else "]")

    def handle_data(self, data: str) -> None:
        if not self.skip:
            self.out.append(" ".join(data.split()) if data.strip() else " ")


def data_pages(site: Path) -> Iterator[tuple[str, str, str]]:
    """(address, title, body HTML) of every stamped page of a built site."""
    for kind in ("events", "townships", "calendar", "coverage"):
        for file in sorted((site / kind).rglob("index.html")):
            text = file.read_text("utf-8")
            body, title = _BODY.search(text), _TITLE.search(text)
            if body and title:
                yield file.parent.relative_to(site).as_posix(), html.unescape(title.group(1)).strip(), body.group(1)


def material(folder: Path, site: Path) -> int:
    """A MkDocs project with every data page as Markdown; gives the number of pages."""
    docs = folder / "docs"
    docs.mkdir(parents=True)
    (docs / "index.md").write_text("# 首页\n", "utf-8")
    (folder / "mkdocs.yml").write_text(
        "site_name: 示例县普法\nsite_url: https://pufa.example.gov.cn/\nnav: [index.md]\n"
        "theme: {name: material, language: zh, font: false, features: [navigation.tabs, navigation.indexes]}\n"
        "plugins: [search]\nvalidation: {omitted_files: ignore, links: {not_found: ignore, unrecognized_links: ignore}}\n",
        "utf-8",
    )
    count = 0
    for address, title, body in data_pages(site):
        count += 1
        turner = _Markdown()
        turner.feed(body)
        path = docs / f"{address}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\n---\n{''.join(turner.out)}\n", "utf-8")
    return count


_ROW = re.compile(r'href="[./]*events/([a-z0-9-]+)/"')
_HUGO_LIST = """{{ range .Params.rows }}{{ with index site.Data.events . }}
<li class="pufa-row"><time datetime="{{ .start }}">{{ .start }}</time> <a href="../../events/{{ .id }}/">{{ .title }}</a>
<span>{{ .place }}</span> <span>{{ .form }}</span> <span>{{ .status }}</span></li>{{ end }}{{ end }}"""
_HUGO_EVENT = """{{ with index site.Data.events .Params.event }}<dl>
<dt>时间</dt><dd>{{ .start }} 至 {{ .end }}</dd><dt>地点</dt><dd>{{ .township }} {{ .village }} {{ .place }}</dd>
<dt>对象</dt><dd>{{ delimit .audience "、" }}</dd><dt>形式</dt><dd>{{ .form }}</dd><dt>主办</dt><dd>{{ .organiser }}</dd>
<dt>状态</dt><dd>{{ .status }}</dd>{{ with .attendance }}<dt>参加人数</dt><dd>{{ . }}</dd>{{ end }}</dl>
<p><a href="../../events/{{ .id }}.ics">加入日历</a></p>{{ end }}"""


def hugo(folder: Path, site: Path) -> int:
    """A Hugo project: the theme's shell as its template, the records as data, the bodies as templates."""
    shell = (site / "events" / "ev-000000" / "index.html").read_text("utf-8")
    body = _BODY.search(shell)
    assert body is not None
    head, tail = shell[: body.start(1)], shell[body.end(1) :]
    head = _TITLE.sub("<title>{{ .Title }}</title>", head.replace("{{", "").replace("}}", ""))
    layouts = folder / "layouts" / "_default"
    layouts.mkdir(parents=True)
    (layouts / "single.html").write_text(
        f"{head}<h1>{{{{ .Title }}}}</h1>{{{{ if .Params.event }}}}{_HUGO_EVENT}{{{{ else }}}}<ul>{_HUGO_LIST}</ul>"
        f"{{{{ end }}}}{tail}",
        "utf-8",
    )
    (folder / "config.json").write_text(
        json.dumps(
            {"baseURL": "https://pufa.example.gov.cn/", "title": "示例县普法", "languageCode": "zh",
             "disableKinds": ["taxonomy", "term", "RSS", "section", "home", "404", "sitemap"]}
        ),
        "utf-8",
    )  # fmt: skip
    rows = json.loads((site / "data" / "events.json").read_text("utf-8"))["events"]
    (folder / "data").mkdir()
    keep = ("id", "title", "start", "end", "village", "place", "form", "audience", "organiser", "status", "attendance")
    events = {
        r["id"]: {**{k: r.get(k) for k in keep}, "township": ";".join(r.get("townships") or [])}
        for r in ({**row, "audience": row.get("audiences") or row.get("audience") or []} for row in rows)
    }
    (folder / "data" / "events.json").write_text(json.dumps(events, ensure_ascii=False), "utf-8")
    count = 0
    for address, title, body_html in data_pages(site):
        count += 1
        page: dict[str, object] = {"title": title, "url": f"/{address}/"}
        if address.startswith("events/"):
            page["event"] = address.removeprefix("events/")
        else:
            page["rows"] = _ROW.findall(body_html)
        path = folder / "content" / f"{address}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(page, ensure_ascii=False) + "\n", "utf-8")
    return count
