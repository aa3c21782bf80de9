"""What the builder says of a build: plain values, the errors first, and an answer whatever lies in the folder."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from generator.base.diagnostics import Diagnostic, Span
from generator.commands import preview as command
from generator.commands.preview import Previewed, preview, sources
from generator.desk.preview.answer import answer_of, message_of
from generator.desk.preview.child import PRINTED, answer, told

DAY = "2026-11-21"


def ask(base: Path, **more: object) -> dict[str, object]:
    return {"folder": str(base), "out": str(base.parent / "out/site"), "as_of": DAY, **more}


def fault(line: int, code: str = "E104", message: str = "找不到乡镇") -> Diagnostic:
    return Diagnostic(code, Span("a.yml", line, 1), message)


@pytest.mark.slow
def test_a_build_is_told_in_plain_values_and_a_second_changes_nothing(base: Path):
    first, again = answer(ask(base)), answer(ask(base))
    assert answer_of(message_of(first)) == first
    assert (first.built, first.errors, first.fault, first.removed) == (True, 0, "", 0)
    assert first.written == first.files > 30
    assert (again.written, again.removed, again.files) == (0, 0, first.files)
    assert set(first.sources) == {"mkdocs.yml", "content"}
    assert datetime.fromtimestamp(first.tomorrow, UTC) == datetime(2026, 11, 21, 16, tzinfo=UTC)  # midnight in China
    assert not (base / "site").exists()


@pytest.mark.slow
def test_the_day_is_the_region_s(base: Path):
    """At four in the afternoon in Greenwich the next day has begun there."""
    question = ask(base, now=datetime(2026, 11, 21, 16, 0, tzinfo=UTC).timestamp())
    del question["as_of"]
    assert datetime.fromtimestamp(answer(question).tomorrow, UTC).day == 22


@pytest.mark.slow
def test_faults_keep_the_former_site_and_errors_come_first(base: Path):
    answer(ask(base))
    events = base / "campaigns/xianfa/events.yml"
    text = events.read_text("utf-8")
    events.write_text(text.replace("青石镇\n", "青石乡\n").replace("礼堂", "礼堂 13800138000"), "utf-8")
    found = answer(ask(base))
    assert (found.built, found.files) == (False, 0)
    assert found.told[0].code == "E104"
    assert found.told[0].place == "campaigns/xianfa/events.yml:5:13"
    assert "找不到乡镇“青石乡”" in found.text[0]
    assert (base.parent / "out/site/index.html").is_file()


def test_without_settings_there_is_an_answer(tmp_path: Path):
    found = answer(ask(tmp_path))
    assert (found.built, found.told[0].code, found.sources, found.base) == (False, "E010", ("mkdocs.yml",), "/")


def test_a_fault_of_the_program_is_told_and_tried_twice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Files come and go while they are read; what stays wrong is a sentence."""
    tries = []

    def broken(*_: object) -> Previewed:
        tries.append(1)
        raise FileNotFoundError(2, "gone")

    monkeypatch.setattr(command, "_preview", broken)
    done = preview(tmp_path, tmp_path / "out", date(2026, 11, 21), lambda _: None, {})
    assert len(tries) == 2
    assert done.report is None
    assert "程序出了意外的错误：FileNotFoundError" in done.fault


def test_a_thousand_faults_do_not_flood_the_terminal(tmp_path: Path):
    many = tuple(fault(n, message=f"第{'甲' * n}处") for n in range(1, PRINTED + 6))
    found = told(Previewed((*many, fault(3, "W205", "像是电话"))), tmp_path, 1)
    assert len(found.text) == PRINTED + 2
    assert found.text[PRINTED] == "另有 5 处，运行 pufa check 看全部。"
    assert "W205" not in "".join(found.text)
    assert found.text[-1].startswith("检查完成：错误 25 处，提醒 1 处")
    assert (found.errors, found.warnings) == (25, 1)


def test_what_is_read_without_settings():
    assert sources(None) == ("mkdocs.yml",)
