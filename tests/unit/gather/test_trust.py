"""What a settings file asks for, and that an agreement holds for what was seen and for nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from sites import kit

from generator.cli import main
from generator.gather.settings import Settings, settings_of
from generator.gather.trust import decisions
from generator.gather.trust.asks import FETCHES, MARKS, MARKUP, READS, RUNS, SCRIPT, UNKNOWN, asks_of
from generator.read.yaml import read_settings

HARMLESS = (
    Path(__file__).parents[3] / "mkdocs.yml",
    Path(__file__).parents[3] / "site_templates/scaffold/mkdocs.yml",
    kit.GOOD / "mkdocs.yml",
    kit.BASE / "mkdocs.yml",
)


@pytest.mark.parametrize("path", HARMLESS, ids=lambda p: p.parent.name)
def test_the_settings_that_ship_ask_for_nothing(path: Path) -> None:
    """Nor do those that `pufa init` makes: nobody gets used to agreeing."""
    assert asks_of(path.read_text("utf-8")) == ()


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("hooks: [a.py]", RUNS),
        ('"hooks": [a.py]', RUNS),
        ("? hooks\n: - a.py", RUNS),
        ("{site_name: x, hooks: {a: b}}", RUNS),
        ("plugins: [search, pufa, macros]", RUNS),
        ("plugins:\n  - search\n  - pufa: {}\n    privacy: {}", RUNS),
        ("plugins: {pufa: {}, gen-files: {scripts: [a.py]}}", RUNS),
        ("plugins: social", RUNS),
        ("markdown_extensions: [evil]", RUNS),
        ("markdown_extensions: ['evil:Extension']", RUNS),
        ("markdown_extensions: {markdown_include.include: {}}", RUNS),
        ("markdown_extensions: [pymdownx.snippets]", READS),
        ("markdown_extensions:\n- pymdownx.b64: {base_path: /}", READS),
        ("INHERIT: ../base.yml", READS),
        ("theme: {name: material, custom_dir: /etc}", READS),
        ("site_name: !!python/object/apply:os.system [x]", MARKS),
        ("site_name: !ENV SECRET", MARKS),
        ("x: &a 1", MARKS),
        ("site_name: x\n<<: {hooks: [a.py]}", MARKS),
        ("extra_javascript: [a.js]", SCRIPT),
        ("extra_javascript:\n- path: a.mjs\n  type: module", SCRIPT),
        ("nav: [{甲: 'javascript:alert(1)'}]", SCRIPT),
        ("nav: [{甲: [{乙: 'JAVA\tscript:x'}]}]", SCRIPT),
        ("nav: [{甲: 'https://a.cn/\" onclick=\"x'}]", SCRIPT),
        ("nav: ['data:text/html,x']", SCRIPT),
        ("theme: {name: material, font: {text: Roboto}}", FETCHES),
        ("theme: {logo: 'https://a.cn/x.png'}", FETCHES),
        ("theme: {favicon: //a.cn/x.png}", FETCHES),
        ("extra_css: ['https://a.cn/x.css']", FETCHES),
        ("extra_css: [a.css, '//a.cn/x.css']", FETCHES),
        ("extra_css: [page.html]", SCRIPT),
        ("extra_css: ['a.css?.js', a.CSS.js]", SCRIPT),
        ("extra_css: ['a\"><script src=x></script>.css']", MARKUP),
        ("theme: readthedocs", FETCHES),
        ("theme: {name: mkdocs, font: false}", FETCHES),
        ("theme: {name: [material, x]}", FETCHES),
        ("extra: {analytics: {provider: google}}", UNKNOWN),
        ("extra: {polyfills: [x.js]}", UNKNOWN),
        ("extra: {scope: x}", UNKNOWN),
        ("repo_url: https://github.com/a/b", UNKNOWN),
        ("site_author: x", UNKNOWN),
        ("watch: [/]", UNKNOWN),
        ("copyright: <script>x</script>", MARKUP),
        ("theme: {palette: {scheme: 'x\" onload=\"y'}}", MARKUP),
    ],
)  # fmt: skip
def test_what_could_run_or_lead_elsewhere_asks(text: str, does: str) -> None:
    """However it is written; the place is named."""
    assert isinstance(read_settings("mkdocs.yml", text), dict)
    found = asks_of(text)
    assert does in {ask.does for ask in found}
    assert all(ask.line >= 1 and ask.column >= 1 and ask.what for ask in found)


@pytest.mark.parametrize(
    "text",
    [
        "nav: [{首页: index.md}, {外站: 'https://a.cn/x?y=1&z=2'}, {电话: 'tel:12348'}, guide/*]",
        "markdown_extensions: [toc: {permalink: true}, markdown.extensions.tables, pymdownx.details]",
        "extra_css: [assets/pufa/benzhan.css]",
        "theme: {name: material, font: false, palette: {scheme: default}, features: [navigation.tabs]}",
        "site_name: 甲\nstrict: true\ncopyright: ''",
        "theme: material",
    ],
)
def test_what_officers_need_does_not_ask(text: str) -> None:
    """Menus, the usual extensions, own styles, the theme's colours."""
    assert asks_of(text) == ()


SETTINGS = "site_name: 甲\nsite_url: https://a.cn/\ndocs_dir: content\nhooks: [tools/a.py]\nINHERIT: shared/base.yml\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose settings name a hook with a file beside it, and inherit others that name one more."""
    root = tmp_path / "p"
    for name, text in {
        "mkdocs.yml": SETTINGS,
        "tools/a.py": "import helper\n",
        "tools/helper.py": "x = 1\n",
        "tools/deep/data.txt": "x",
        "shared/base.yml": "hooks: [other.py]\n",
        "other.py": "y = 1\n",
        "campaigns/x.yml": "x: 1\n",
    }.items():
        kit.put(root, name, text)
    return root


def settings(root: Path) -> Settings:
    found = settings_of(root)
    assert isinstance(found, Settings)
    return found


@pytest.mark.parametrize(
    "name",
    [
        "mkdocs.yml",
        "tools/a.py",
        "tools/helper.py",
        "tools/deep/data.txt",
        "shared/base.yml",
        "other.py",
        "tools/new.py",
    ],
)
def test_an_agreement_ends_with_a_change_of_what_would_run(project: Path, name: str) -> None:
    """The settings, the hook, what lies beside it, what is inherited: one letter is enough."""
    agreed = decisions.digest_of(project, settings(project))
    assert decisions.refusals(project, settings(project))
    assert decisions.agree(project, agreed)
    assert decisions.refusals(project, settings(project)) == ()
    path = project / name
    path.write_text((path.read_text() if path.exists() else "") + "# x\n")
    assert {d.code for d in decisions.refusals(project, settings(project))} == {"E015"}


def test_other_changes_do_not_end_it(project: Path) -> None:
    """A record is no program; and it holds for this folder alone."""
    decisions.agree(project, decisions.digest_of(project, settings(project)))
    kit.put(project, "campaigns/x.yml", "x: 2\n")
    assert decisions.refusals(project, settings(project)) == ()
    shutil.copytree(project, project.parent / "copy")
    assert decisions.refusals(project.parent / "copy", settings(project.parent / "copy"))
    assert decisions.forget(project)
    assert decisions.refusals(project, settings(project))
    assert not decisions.forget(project)


def test_nothing_in_the_folder_agrees_for_the_user(project: Path) -> None:
    """Agreements lie outside, where a received folder cannot bring one."""
    decisions.agree(project, decisions.digest_of(project, settings(project)))
    assert not [p for p in project.rglob("*") if "trust" in p.name]


def pufa(*words: str, answer: str | None = None, env: dict[str, str] | None = None) -> tuple[int, str]:
    said = CliRunner().invoke(main, list(words), input=answer, env=env, catch_exceptions=False)
    return said.exit_code, said.output


def test_unattended_runs_agree_by_a_digest(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To just what somebody has seen; a wrong digest agrees to nothing, and so does silence."""
    seen = decisions.digest_of(project, settings(project))
    status, said = pufa("trust", "-C", str(project), "--show")
    assert status == 0
    assert seen in said
    assert "tools/a.py" in said
    for words in ((), ("--digest", "0" * 64)):
        status, said = pufa("trust", "-C", str(project), *words)
        assert status == 1
        assert "没有同意" in said
        assert decisions.refusals(project, settings(project))
    assert pufa("trust", "-C", str(project), "--digest", seen)[0] == 0
    assert decisions.refusals(project, settings(project)) == ()
    assert pufa("trust", "-C", str(project), "--forget")[0] == 0
    monkeypatch.setenv(decisions.TRUST, seen)
    assert decisions.refusals(project, settings(project)) == ()
    kit.put(project, "other.py", "z = 1\n")
    assert decisions.refusals(project, settings(project))


@pytest.mark.parametrize(("answer", "agreed"), [("同意\n", True), ("y\n", False), ("\n", False), ("不同意\n", False)])
def test_a_person_agrees_in_words(project: Path, answer: str, agreed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """What would run is listed first; a key pressed by habit is no agreement."""
    monkeypatch.setattr("generator.cli.trust._is_a_person", lambda: True)
    status, said = pufa("trust", "-C", str(project), answer=answer)
    assert (status == 0) is agreed
    assert said.index("hooks：tools/a.py") < said.index("请输入")
    assert (decisions.refusals(project, settings(project)) == ()) is agreed


def test_programs_that_a_hook_can_import_are_part_of_it(project: Path) -> None:
    """A hook in the project's own folder finds those in the folders below; other files there are records."""
    kit.put(project, "mkdocs.yml", "site_name: 甲\ndocs_dir: content\nhooks: [other.py]\n")
    kit.put(project, "tools/deep/more.py", "x = 1\n")
    seen = decisions.digest_of(project, settings(project))
    kit.put(project, "tools/deep/data.txt", "y")
    assert decisions.digest_of(project, settings(project)) == seen
    kit.put(project, "tools/deep/more.py", "x = 2\n")
    assert decisions.digest_of(project, settings(project)) != seen


@pytest.mark.parametrize("kind", ["many", "large", "inherited"])
def test_nobody_can_agree_to_what_cannot_be_taken_in(project: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else what lies behind the limit could change; a file of holes is not read either."""
    if kind == "many":
        monkeypatch.setattr(decisions, "_MOST", 4)
    else:
        with (project / ("tools/z.so" if kind == "large" else "shared/base.yml")).open("wb") as stream:
            stream.truncate(1 << 36)
    assert decisions.digest_of(project, settings(project)) == ""
    assert decisions.refusals(project, settings(project))
    monkeypatch.setenv(decisions.TRUST, "")
    assert not decisions.is_agreed(project, "")
    status, said = pufa("trust", "-C", str(project), "--digest", "")
    assert status == 1
    assert "不能同意" in said
