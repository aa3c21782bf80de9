"""Edits of articles, pictures, templates and settings, and faults that keep a site from being built."""

from __future__ import annotations

from random import Random

from sites import kit

from edits.catalogue import edit
from edits.county import County
from generator.base.resources import templates_root

INDEX = "campaigns/{}/index.md"


def _some(county: County, chance: Random, start: str, end: str = "") -> str | None:
    found = sorted(p for p in county.files if p.startswith(start) and p.endswith(end))
    return chance.choice(found) if found else None


@edit(4)
def edit_text(county: County, chance: Random) -> str | None:
    """A sentence more in an article or in a campaign's own text."""
    path = _some(county, chance, chance.choice(("content/", "campaigns/")), ".md")
    if path is None:
        return None
    link = chance.choice(
        ("", "见[乡镇](/townships/)。", "![图](jietiao.png)" if path.startswith("content/articles/") else "")
    )
    county.files[path] += f"\n\n第{county.new()}段。{link}\n".encode()
    return path


@edit(2)
def add_text(county: County, chance: Random) -> str | None:
    """A new article, or a text for a campaign that has none."""
    bare = [c for c in sorted(county.campaigns) if INDEX.format(c) not in county.files]
    if bare and chance.random() < 0.4:
        path = INDEX.format(chance.choice(bare))
        county.files[path] = f"这个专项的第{county.new()}份说明。\n".encode()
    else:
        path = f"content/articles/wenzhang-{county.new()}.md"
        county.files[path] = (
            f"---\n标题: 文章{county.number}\n标签: [民法典]\n---\n\n# 文章{county.number}\n\n正文。\n".encode()
        )
    return path


@edit(2)
def delete_text(county: County, chance: Random) -> str | None:
    """An article or a campaign's text goes; the first two articles stay, the nav wants one and one links to the other."""
    found = [
        p
        for p in sorted(county.files)
        if p.endswith(".md") and not p.endswith(("t/index.md", "jietiao.md", "fanzha.md"))
    ]
    if not found:
        return None
    path = chance.choice(found)
    del county.files[path]
    return path


@edit(2)
def rename_article(county: County, chance: Random) -> str | None:
    path = _some(county, chance, "content/articles/", ".md")
    if path is None or path.endswith("jietiao.md"):
        return None
    new = f"content/articles/gaiming-{county.new()}.md"
    county.files[new] = county.files.pop(path)
    return f"{path} to {new}"


@edit(2)
def retitle_article(county: County, chance: Random) -> str | None:
    path = _some(county, chance, "content/articles/", ".md")
    if path is None:
        return None
    body = county.files[path].decode().split("---\n", 2)[-1]
    county.files[path] = f"---\n标题: 改过的标题{county.new()}\n摘要: 摘要{county.number}\n---\n{body}".encode()
    return path


@edit(3)
def other_picture(county: County, chance: Random) -> str | None:
    """A picture in place of another: as long as before, or not."""
    path = _some(county, chance, "content/articles/", ".png")
    if path is None:
        return None
    county.files[path] = kit.picture(chance.randrange(1, 40))
    return f"{path}, {len(county.files[path])} bytes"


@edit(1)
def add_attachment(county: County, chance: Random) -> str | None:
    path = f"content/articles/fujian-{county.new()}.txt"
    county.files[path] = f"附件{chance.random()}\n".encode()
    return path


@edit(4)
def own_page_template(county: County, chance: Random) -> str | None:
    """A page template of the project's own: laid over the shipped one, or changed once more."""
    names = sorted(
        p.name
        for p in (templates_root() / "pages").glob("*.html")
        if not p.name.startswith(("macros", "rollup", "inspection"))
    )
    name = chance.choice(names)
    path = f"site_templates/pages/{name}"
    before = county.files.get(path) or (templates_root() / "pages" / name).read_bytes()
    county.files[path] = before + f"<p>自己的话{county.new()}</p>\n".encode()
    return path


@edit(2)
def own_macros(county: County, chance: Random) -> str | None:
    """One of the templates that others take their parts from."""
    names = sorted(p.name for p in (templates_root() / "pages").glob("macros*.html"))
    path = f"site_templates/pages/{chance.choice(names)}"
    before = (templates_root() / path.removeprefix("site_templates/")).read_text("utf-8")
    county.files[path] = before.replace("</span>", f"<!-- {county.new()} --></span>").encode()
    return path


@edit(2)
def own_theme(county: County, chance: Random) -> str | None:
    """A part of the theme, or a style."""
    path = chance.choice(("overrides/partials/footer.html", "overrides/404.html", "assets/pufa.css", "assets/pufa.js"))
    before = (templates_root() / path).read_bytes()
    note = f"/* {county.new()} */" if path.startswith("assets") else f"<p>第{county.new()}版</p>"
    county.files[f"site_templates/{path}"] = before + note.encode()
    return path


@edit(4)
def drop_template(county: County, chance: Random) -> str | None:
    path = _some(county, chance, "site_templates/")
    if path is None:
        return None
    del county.files[path]
    return path


@edit(5)
def settings(county: County, chance: Random) -> str | None:
    number, own = county.new(), county.settings
    theme = own["theme"]
    what = chance.choice(
        (
            "site_name",
            "site_url",
            "site_description",
            "features",
            "language",
            "palette",
            "nav",
            "markdown",
            "css",
            "copyright",
            "logo",
        )
    )
    if what == "features":
        theme["features"] = chance.sample(
            ["navigation.tabs", "navigation.indexes", "navigation.top", "toc.follow", "search.highlight"], 2
        )
    elif what == "language":
        theme["language"] = "en" if theme["language"] == "zh" else "zh"
    elif what == "palette":
        theme["palette"] = {"scheme": "default", "primary": chance.choice(("teal", "indigo", "custom"))}
    elif what == "logo":
        theme["icon"] = {"logo": chance.choice(("material/scale-balance", "material/library"))}
    elif what == "nav":
        chance.shuffle(own["nav"])
    elif what == "markdown":
        own["markdown_extensions"] = chance.choice(
            (["attr_list", "tables"], ["attr_list", "tables", "footnotes"], ["attr_list", "tables", "admonition"])
        )
    elif what == "css":
        county.files["content/own.css"] = f"body {{ margin: {number}px }}\n".encode()
        own["extra_css"] = ["own.css"]
    elif what == "site_url":
        own["site_url"] = chance.choice(
            ("https://pufa.example.gov.cn/", f"https://p{number}.example.gov.cn/", "https://pufa.example.gov.cn/pufa/")
        )
    else:
        own[what] = f"{own.get(what, '话')[:8]}{number}"
    return what


@edit(2)
def other_site_name(county: County, chance: Random) -> str | None:
    county.settings["site_name"] = f"示例县普法{county.new()}"
    return str(county.settings["site_name"])


FAULTS: tuple[tuple[str, bytes | None], ...] = (
    ("campaigns/region.yml", b"name: ["),
    ("campaigns/region.yml", None),
    ("campaigns/sites.yml", "sites:\n  - {id: a, name: 甲, township: 没有这个镇}\n".encode()),
    ("campaigns/xianfa/events-krank.yml", "- id: ev-krank\n  title: 坏的\n  start: 2026-13-45\n  township: 石门镇\n".encode()),
    ("campaigns/xianfa/events-krank.csv", "编号,名称,开始,乡镇\nev-krank,坏的,2026-05-01 09:00,没有这个镇\n".encode()),
    ("campaigns/anquan/campaign.yml", "title: 没有期限\n".encode()),
    ("content/articles/krank.md", "# 坏的\n\n[去哪里](meiyou.md)\n".encode()),
    ("site_templates/pages/event.html", b"{% for %}"),
    ("site_templates/pages/township.html", b"{{ nobody_knows_this }}"),
    ("site_templates/overrides/partials/footer.html", b"{% if %}"),
    ("mkdocs.yml", "site_name: 没有网址\nplugins: [search, pufa]\n".encode()),
    ("content/articles/jietiao.png", b"no picture"),
)  # fmt: skip


@edit(7)
def fault(county: County, chance: Random) -> str | None:
    """Something that keeps the site from being built, until the next edit mends it."""
    path, data = chance.choice(FAULTS)
    county.broken[path] = data
    return path
