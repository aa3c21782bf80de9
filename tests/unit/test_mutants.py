"""`make mutants` draws the same sample for the same seed, and says where in the file each change stands."""

from __future__ import annotations

import tomllib

import pytest

from tests.mutants import run

SOURCE = '''"""A module."""


@cache
@other
def plain(x: int) -> int:
    """Words."""
    y = x + 1
    return y


class Kind:
    def method(self) -> int:
        return 3

    def plain(self) -> int:
        return 4
'''


@pytest.mark.parametrize(
    ("name", "hunk", "line"),
    [
        (
            "generator.a.x_plain__mutmut_1",
            "@@ -2,5 +2,5 @@\n @other\n def plain(x):\n-    y = x + 1\n+    y = x - 1\n",
            7,
        ),
        (
            "generator.a.xǁKindǁmethod__mutmut_2",
            "@@ -1,2 +1,2 @@\n def method(self):\n-    return 3\n+    return 4\n",
            14,
        ),
        (
            "generator.a.xǁKindǁplain__mutmut_1",
            "@@ -1,2 +1,2 @@\n def plain(self):\n-    return 4\n+    return 5\n",
            17,
        ),
    ],
)
def test_a_change_is_told_by_its_line_in_the_file(name: str, hunk: str, line: int) -> None:
    """mutmut counts from the first line of the function, its decorators included; methods are known by their class."""
    assert run.place_of(name, f"--- generator/a.py\n+++ generator/a.py\n{hunk}", SOURCE) == line


def test_a_sample_hangs_on_its_seed_and_not_on_the_order_of_names() -> None:
    names = [f"generator.a.x_f__mutmut_{n}" for n in range(100)]
    once = run.sampled(names, 10, 1)
    assert len(set(once)) == 10
    assert run.sampled(names[::-1], 10, 1) == once
    assert run.sampled(names, 10, 2) != once
    assert sorted(run.sampled(names, 1000, 1)) == sorted(names)


def test_what_became_of_each_is_read_from_the_list() -> None:
    said = "    generator.a.x_f__mutmut_1: survived\n    generator.a.xǁKindǁf__mutmut_2: no tests\nelse: nothing\n"
    assert run.states(said) == {"generator.a.x_f__mutmut_1": "survived", "generator.a.xǁKindǁf__mutmut_2": "no tests"}


def test_every_room_has_modules_and_tests_and_the_copy_has_what_tests_read() -> None:
    found = tomllib.loads(run.settings(list(run.ROOMS)))["tool"]["mutmut"]
    for pattern in found["only_mutate"]:
        assert list(run.REPO.glob(pattern)), pattern
    for tests in found["pytest_add_cli_args_test_selection"]:
        assert (run.REPO / tests).exists(), tests
    assert {"generator", "tests", "site_templates", "campaigns", "content", "mkdocs.yml"} <= set(found["also_copy"])
    assert not {".git", ".venv", "site", "mutants"} & set(found["also_copy"])
