"""The officers' handbook against the code: what the program knows is written down, and what is written down works."""

import ast
import json
import re
from datetime import date
from functools import cache
from pathlib import Path

import click
import markdown
import pytest
from sites import kit

from generator.base.cache import Cache
from generator.base.codes import CODES
from generator.base.diagnostics import format_text
from generator.check import check
from generator.check.links import check_page
from generator.check.prose import prose_lines
from generator.cli import main
from generator.decode import tables as t
from generator.decode import values as v
from generator.decode.money import money
from generator.feeds.catalogue import path_of
from generator.figures.indicators import indicator_catalogue
from generator.figures.opendata.schema import TABLE_NAMES
from generator.gather import MEDIA, Page, line_reader, load
from generator.markup.clean import TAGS
from generator.markup.headings import heading_anchor
from generator.model import DEFAULT_AUDIENCES, DEFAULT_FORMS
from generator.pages.figures import LEGEND
from generator.read import ledger
from generator.read.frontmatter import read_document
from generator.read.yaml import read_yaml

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "content" / "guide"
NAMES = sorted(p.name for p in GUIDE.glob("*.md"))
RECORDS = (*t.ALL_RECORDS, t.SITES_FILE, t.SPEAKERS_FILE, t.EVENTS_FILE)
FENCE = re.compile(r"^```([a-z]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TICKED = re.compile(r"`([^`]+)`")
AS_OF = date(2025, 10, 31)


def text(name):
    return (GUIDE / name).read_text("utf-8")


def section(name, heading):
    """The part of a page below a heading, up to the next heading of any level."""
    found = re.search(
        rf"^#+ {re.escape(heading)}(?: \{{#[a-z]+\}})?\n(.*?)(?=^#+ |\Z)", text(name), re.MULTILINE | re.DOTALL
    )
    assert found, f"{name} has no heading {heading}"
    return found.group(1)


def rows(part):
    """The rows of the first table of a part, without its head."""
    lines = part[part.index("\n|") + 1 :].split("\n\n")[0].strip().split("\n")
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def blocks(kind):
    return [(name, code) for name in NAMES for found, code in FENCE.findall(text(name)) if found == kind]


@cache
def headings(name):
    """The ids of a page's headings as the site makes them."""
    made = ["toc", "tables", "fenced_code", "attr_list", "admonition"]
    maker = markdown.Markdown(extensions=made, extension_configs={"toc": {"slugify": heading_anchor}})
    maker.convert(read_document(name, text(name))[0].body)
    return frozenset(re.findall(r"'id': '([^']*)'", str(maker.toc_tokens)))


def pages():
    return [Page(f"content/guide/{n}", f"guide/{n}", read_document(n, text(n))[0]) for n in NAMES]


@pytest.mark.parametrize("record", RECORDS, ids=lambda r: r.name)
def test_every_key_is_a_row_of_its_records_table(record):
    """English and Chinese name, every alias and 必填, in the order of the decoder's table, and nothing else."""
    wanted = [
        [f"`{f.key}`", f.name + (f"（{'、'.join(f.also)}）" if f.also else ""), "是" if f.required else ""]
        for f in record.fields
    ]
    for name in NAMES:
        for ending in ("的键", "：列名"):
            if f"\n## {record.name}{ending}\n" in text(name):
                written = rows(section(name, record.name + ending))
                assert [row[:3] for row in written] == wanted
                assert all(how.endswith("。") for *_, how in written)
                return
    pytest.fail(f"no table for {record.name}")


def test_every_command_and_option_is_described_and_no_other():
    for name, command in main.commands.items():
        part = section("08-mingling.md", f"pufa {name}")
        options = [p for p in command.params if isinstance(p, click.Option)]
        described = {word for row in rows(part) for word in TICKED.findall(row[0])}
        assert described == {word for o in options for word in (*o.opts, *o.secondary_opts)}
        for option in options:
            for word in option.type.choices if isinstance(option.type, click.Choice) else ():
                assert f"`{word}`" in part
    described = set(re.findall(r"^## pufa (\S+)", text("08-mingling.md"), re.MULTILINE))
    assert described == set(main.commands)
    for word in (*main.context_settings["help_option_names"], "pufa --version"):
        assert f"`{word}`" in text("08-mingling.md")


def test_what_is_taught_as_the_way_to_deliver_tells_subscribers():
    """A folder that a build made, handed on, would leave calendars with what was called off: `publish` is taught."""
    three = [row[0] for row in rows(section("01-kaishi.md", "三条命令"))]
    assert three == ["`pufa check`", "`pufa serve`", "`pufa publish`"]
    readme = (ROOT / "README.md").read_text("utf-8")
    steps = readme.partition("四步上手")[2]
    assert re.findall(r"\\pufa (check|serve|build|publish)\b", steps) == ["check", "serve", "publish"]
    assert "pufa publish" in readme.partition("四步上手")[0]
    for part in (section("index.md", "三步上手"), section("01-kaishi.md", "新建自己的网站")):
        assert "`pufa publish" in part
        assert "pufa build" not in part
    assert "不记发布台账" in section("08-mingling.md", "pufa build")


def test_every_code_has_its_entry_with_its_exact_title():
    written = re.findall(r"^### (.*)$", text("11-wenti.md"), re.MULTILINE)
    assert written == [f"{c.id} {c.title}" for c in sorted(CODES.values(), key=lambda c: c.id)]


@cache
def messages():
    """What the sources say beside each code, as patterns: `{…}` stands for anything."""
    found = {code: [] for code in CODES}
    for path in sorted((ROOT / "generator").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            parts = node.args if isinstance(node, ast.Call) else node.elts if isinstance(node, ast.Tuple) else ()
            code = next((p.value for p in parts if isinstance(p, ast.Constant) and p.value in CODES), None)
            for part in parts if code else ():
                values = part.values if isinstance(part, ast.JoinedStr) else [part]
                pieces = [p.value if isinstance(p, ast.Constant) else None for p in values]
                if len(re.findall(r"[\u4e00-\u9fff]", "".join(str(p) for p in pieces if p))) > 1:
                    said = "".join(".*" if p is None else re.escape(str(p)) for p in pieces)
                    found[code].append(said.replace(re.escape("{}"), ".*"))
    return found


@pytest.mark.parametrize("code", CODES)
def test_the_entry_of_a_code_quotes_a_message_that_the_program_says(code):
    part = section("11-wenti.md", f"{code} {CODES[code].title}")
    before, example, after = re.fullmatch(r"\n(.+?)\n\n```text\n(.+?)\n```\n\n(.+?)\n+", part, re.DOTALL).groups()
    said = re.fullmatch(r"(\S+) (\S+) (?:提醒：|提示：)?(.+)", example)
    assert said[2] == code
    assert ("提醒：" in example) == (CODES[code].severity == "warning")
    assert ("提示：" in example) == (CODES[code].severity == "notice")
    assert any(re.fullmatch(pattern, said[3]) for pattern in messages()[code]), messages()[code]
    assert before.endswith("。")
    assert after.endswith("。")


def lay(root):
    """Every example that is a whole file, together as one small site. Gives the paths."""
    files = {}
    for _, code in blocks("yaml"):
        found = re.match(r"# (campaigns/\S+\.yml)\n", code)
        if found:
            assert found[1] not in files, f"two examples of {found[1]}"
            files[found[1]] = code
    for number, (_, code) in enumerate(blocks("csv"), 1):
        files[f"campaigns/bawu-pufa/events-{number}.csv"] = code
    files["content/articles/li.md"] = next(code for _, code in blocks("markdown") if code.startswith("---\n"))
    kit.put(root, "content/articles/jietiao.jpg", kit.picture())
    for path, code in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(code, "utf-8")
    return set(files)


@pytest.mark.slow
def test_the_examples_make_a_site_without_a_fault(tmp_path):
    """Whole files of YAML, the ledgers and the article, read and checked as one folder: not even a warning."""
    paths = lay(tmp_path)
    checked = check(load(tmp_path, Cache(None)), AS_OF, indicator_catalogue())
    library, found = checked.library, checked.diagnostics
    assert not [d for d in found if d.severity != "notice"], format_text(found, line_reader(tmp_path))
    assert {"region.yml", "sites.yml", "speakers.yml"} <= {p.split("/")[1] for p in paths}
    assert {e.status for e in library.events} == {"计划", "确定", "已办", "取消"}
    assert len(library.campaigns) == 2
    assert library.trails
    assert {s.status for s in library.sites} == {"开放", "在建"}


def test_the_first_fault_an_officer_is_shown_is_what_the_program_prints(tmp_path):
    """The page on installing quotes E104 with its excerpt and hint."""
    lay(tmp_path)
    event = "- id: bw-2025-a\n  title: 民法典进礼堂\n  start: 2025-05-20 14:30\n  township: 贺村乡\n"
    (tmp_path / "campaigns/bawu-pufa/events-2025.yml").write_text(event, "utf-8")
    found = check(load(tmp_path, Cache(None)), AS_OF, indicator_catalogue()).diagnostics
    shown = format_text((d for d in found if d.code == "E104"), line_reader(tmp_path))
    assert f"```text\n{shown}\n```" in section("01-kaishi.md", "看懂检查结果")


@pytest.mark.parametrize(("name", "code"), blocks("yaml"))
def test_every_piece_of_yaml_can_be_read(name, code):
    node, found = read_yaml(name, code)
    assert node is not None
    assert not found


def test_money_is_read_as_the_page_says():
    """What the page offers is accepted, what it warns of is refused."""
    good, bad = section("03-zhuanxiang.md", "经费的键").split("下面这些不行")
    offered = TICKED.findall(good.split("金额按**元**算")[1].split("写在花括号里")[0])
    refused = TICKED.findall(bad.split("\n")[0])
    assert min(len(offered), len(refused)) > 4
    assert all(money(word) for word in offered)
    for word in refused:
        with pytest.raises(v.BadValue):
            money(word)


def test_dates_are_read_as_the_table_says():
    good, bad = re.split(r"下面这些会报", section("04-huodong.md", "日期和钟点的写法"))
    for written, read in rows(good):
        start, end = v.when(written.strip("`"))
        ends = [w for w in (start, end) if w is not None]
        assert " 至 ".join(str(w)[:16] for w in ends) == read
    for written, _ in rows(bad):
        with pytest.raises(v.BadValue):
            v.when(written.strip("`"))
    (lengths,) = [line for line in text("04-huodong.md").split("\n") if line.startswith("- 时长可以写")]
    assert all(v.duration(word) for word in TICKED.findall(lengths))


def test_every_other_spelling_of_a_choice_is_written_down():
    spellings = {row[0]: TICKED.findall(row[1]) for row in rows(text("04-huodong.md").split("下面的写法也认得")[1])}
    assert {w: s for s, words in spellings.items() for w in words} == {
        w: s for w, s in t.STATUS_WORDS.items() if w != s
    }
    for name, words in (
        ("03-zhuanxiang.md", {**t.PER_WORDS, **t.EVERY_WORDS}),
        ("04-huodong.md", {**t.STAGE_WORDS, **t.FOCUS_WORDS}),
        ("06-zhendi.md", t.SITE_STATUS_WORDS),
    ):
        assert [w for word in words.items() for w in word if w not in text(name)] == []
    assert [w for w in t.LEDGER_EXTRA if w and w.rstrip(".") not in text("05-taizhang.md").lower()] == []
    assert "、".join(DEFAULT_AUDIENCES) in text("02-diqu.md")
    assert all("、".join(DEFAULT_FORMS) in text(n) for n in ("02-diqu.md", "04-huodong.md", "05-taizhang.md"))
    assert {
        (k.strip("`"), w) for k, words, _ in rows(section("07-wenzhang.md", "文件头")) for w in TICKED.findall(words)
    } == {(f.key, w) for f in t.PAGE_HEAD.fields for w in (f.name, *f.also)}


def test_tags_that_may_stay_are_those_that_cleaning_keeps():
    (kept,) = [line for line in text("07-wenzhang.md").split("\n") if "可以留着" in line]
    named = [word.strip("<>") for word in TICKED.findall(kept)]
    assert len(named) > 5
    assert set(named) <= TAGS


def test_every_indicator_for_targets_stands_with_what_it_may_be_used_for():
    """Name, unit, levels, cycles and direction; breakdowns are no single number and stand elsewhere."""
    levels = {"region": "地区", "township": "乡镇", "village": "村社区", "site": "阵地"}
    cycles = {"year": "年", "quarter": "季度", "month": "月", "campaign": "整个专项"}
    ways = {"more": "多", "less": "少", "none": "不评"}
    assert rows(section("03-zhuanxiang.md", "指标一览")) == [
        [f"`{i.id}`", i.name, i.unit, "、".join(levels[p] for p in i.per), "、".join(cycles[e] for e in i.every), ways[i.direction]]
        for i in indicator_catalogue().values()
        if not i.item
    ]  # fmt: skip


def test_every_indicator_stands_with_its_formula_on_the_page_of_rules():
    """The page on coverage says of each what its definition card says."""
    written = rows(section("10-fugai.md", "指标怎样算"))
    assert written == [[f"`{i.id}`", i.name, i.formula] for i in indicator_catalogue().values()]


def test_limits_files_and_addresses_are_those_of_the_code():
    limits = (f"{ledger.MAX_BYTES >> 20} MB", f"{ledger.MAX_ROWS // 10000}万行", f"{ledger.MAX_COLUMNS}列")
    assert all(limit in text(n) for limit in limits for n in ("05-taizhang.md", "11-wenti.md"))
    schema = json.loads((ROOT / "generator/data/diagnostics.schema.json").read_text("utf-8"))
    named = {*schema["required"], *schema["properties"]["diagnostics"]["items"]["required"]} - {"version"}
    assert [n for n in named if f"`{n}`" not in section("08-mingling.md", "pufa check")] == []
    assert [m for m in MEDIA if f"`{m}`" not in text("07-wenzhang.md")] == []
    assert [n for n in (*TABLE_NAMES, "coverage") if f"`{n}.csv`" not in text("10-fugai.md")] == []
    assert [w for _, _, w, _ in LEGEND if w != "场" and w not in text("10-fugai.md")] == []
    for kind, word in (
        ("campaign", "编号"),
        ("township", "代码"),
        ("village", "编号"),
        ("audience", "编号"),
        ("site", "编号"),
    ):
        assert f"`/{path_of(kind, word)}`" in text("09-fabu.md")
    shipped = ROOT / "site_templates"
    named = {w for row in rows(section("12-wangzhan.md", "自己的模板")) for w in TICKED.findall(row[0])}
    assert {f"pages/{p.name}" for p in (shipped / "pages").iterdir()} <= named
    assert [w for w in named if not (shipped / w).exists()] == []


def test_pages_are_titled_linked_and_named_as_messages_name_them():
    titles = {}
    for page in pages():
        head = {key.text: node.text for key, node in page.document.head.pairs}
        titles[page.name] = head["title"]
        assert page.document.body.lstrip().startswith(f"# {head['title']}\n")
        assert head["description"]
        assert page.name == "guide/index.md" or f"[{head['title']}]({Path(page.name).name})" in text("index.md")
    sources = "".join(p.read_text("utf-8") for p in sorted((ROOT / "generator").rglob("*.py")))
    assert {n for n in re.findall(r"手册“(\w+)”一页", sources) if n not in titles.values()} == set()


@pytest.mark.parametrize("page", pages(), ids=NAMES)
def test_links_and_anchors_between_pages_lead_somewhere(page):
    names = {p.name for p in pages()}
    prose = "\n".join(prose_lines(page.document.body))
    for target, anchor in re.findall(r"\]\(([\w-]+\.md)?(?:#([\w-]+))?\)", prose):
        name = target or Path(page.name).name
        if name in NAMES:
            assert not anchor or anchor in headings(name), f"{name}#{anchor}"
    assert (
        check_page(
            page, names, {"subscribe/", "changes/", "coverage/", "coverage/indicators/", "townships/330881121/"}, []
        )
        == []
    )


@pytest.mark.parametrize("page", pages(), ids=NAMES)
def test_punctuation_after_chinese_is_full_width(page):
    prose = TICKED.sub("", re.sub(FENCE, "", page.document.body))
    for word in (w for record in RECORDS for f in record.fields for w in f.also if "(" in w):
        prose = prose.replace(word, "")
    assert re.findall(r".{0,9}[\u4e00-\u9fff”][,;:?!(](?!#).{0,9}", re.sub(r"\]\([^)]*\)", "]", prose)) == []
