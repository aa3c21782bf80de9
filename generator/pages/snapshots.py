"""Frozen accounts beside the present ones: what was changed since, figure by figure and record by record.

Three columns never mix: what was frozen, what is computed now for the same day (so that like is compared with like), and
what is computed for the day of the build.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator import addresses
from generator.base.daywords import day_words
from generator.figures.coverage import Cell, Indicator, indicator_catalogue
from generator.figures.coverage.shown import count, rounded, shown
from generator.figures.coverage.states import missing
from generator.figures.snapshots import Changed, Comparison, Difference, Figure, Grid
from generator.figures.snapshots.compare import same
from generator.figures.snapshots.fingerprints import BASES, KINDS
from generator.model import Library
from generator.pages.page import PageSpec
from generator.pages.split import Row
from generator.world import World

MOST_DIFFERENCES = 400
"""Differing figures that one page lists; the rest are counted."""
MOST_RECORDS = 1000
_HOW = (("added", "多了", "快照以后补报的、新加的，或者改成了“已办”的。"), ("removed", "少了", "快照以后删掉、撤下的，或者改成了没有办的。"),
        ("changed", "改了", "还在，但有几项内容改过。"))  # fmt: skip


def snapshots_of(world: World) -> list[dict[str, Any]]:
    """Every snapshot for a list of links, newest day first: `name`, `href` below the root, `day` (ISO), `changed` (figures)."""
    return [
        {
            "name": c.snapshot.name,
            "href": addresses.snapshot(c.snapshot.slug),
            "day": c.snapshot.day.isoformat(),
            "changed": len(c.differences),
        }
        for c in world.snapshots
    ]


def pages(world: World, rows: Mapping[str, Row]) -> Iterator[PageSpec]:
    """A page for each snapshot."""
    everyone = snapshots_of(world)
    today = {m.id: m for m in world.coverage.matrices()}
    for comparison in world.snapshots:
        yield _Page(world, rows, comparison, today).spec(everyone)


class _Page:
    """What the parts of one page need."""

    def __init__(self, world: World, rows: Mapping[str, Row], comparison: Comparison, today: Mapping[str, Any]) -> None:
        self.world = world
        self.rows = rows
        self.comparison = comparison
        self.frozen = comparison.snapshot
        self.today = today
        self.names = {**self.frozen.units, **{t.code: t.name for t in world.library.region.townships}}

    def spec(self, everyone: list[dict[str, Any]]) -> PageSpec:
        """The page itself."""
        c, s, region = self.comparison, self.frozen, self.world.library.region
        day = day_words(s.day)
        now = self.world.as_of
        context = {
            "name": s.name,
            "day": day,
            "date": s.day.isoformat(),
            "version": s.version,
            "now_version": c.version,
            "now": day_words(now),
            "total": c.figures,
            "changed": len(c.differences),
            "differences": [self._difference(d) for d in c.differences[:MOST_DIFFERENCES]],
            "rest": max(len(c.differences) - MOST_DIFFERENCES, 0),
            "records": [self._group(*how) for how in _HOW],
            "causes": self._causes(),
            "region": self._region(),
            "townships": self._townships(),
            "others": [e for e in everyone if e["name"] != s.name],
            "path": s.path,
            "sample": self.world.library.sample,
        }
        state = f"有{len(c.differences)}个数和现在重新算的不一样" if c.differences else "和现在重新算的完全一样"
        about = f"{region.name}{day}的普法覆盖情况快照“{s.name}”：冻结的数和现在的数并排，{state}。"
        return PageSpec(addresses.snapshot(s.slug), "evidence", f"快照：{s.name}", about, "snapshot.html", context)

    def _indicator(self, grid: Grid) -> tuple[str, str, Indicator | None]:
        """Name, unit, and the definition that is used now (None where there is none any more)."""
        found = indicator_catalogue().get(grid.indicator)
        told = self.frozen.definitions.get(grid.indicator)
        name = told.name if told else grid.indicator
        return name, told.unit if told else "", found

    def _period(self, grid: Grid, period: str) -> str:
        library: Library = self.world.library
        campaign = library.campaign_by_id.get(grid.campaign)
        scope = campaign.title if campaign else grid.campaign
        if grid.every == "year":
            return f"{period}年" + (f"，{scope}" if scope else "")
        return f"{scope}，整个专项" if scope else "有记录以来"

    def _words(self, grid: Grid, figure: Figure | None) -> str:
        _, _, indicator = self._indicator(grid)
        if figure is None:
            return "不再统计"
        if figure.state != "figure" or figure.value is None:
            return missing(figure.state).word
        if indicator is None:
            return count(figure.value)
        return shown(
            indicator, Cell("", "", figure.value, figure.state, figure.of, part=figure.part, whole=figure.whole)
        )

    def _gap(self, grid: Grid, frozen: Figure, now: Figure | None) -> str:
        """By how much the present figure differs, with its sign; "" where one of them is no number."""
        if now is None or frozen.value is None or now.value is None or same(frozen, now):
            return ""
        _, unit, indicator = self._indicator(grid)
        gap = now.value - frozen.value
        if not gap:  # 3 of 3 is not 2 of 2
            return "值一样，分子分母变了"
        text = rounded(abs(gap), indicator.decimals if indicator and indicator.kind in ("ratio", "index") else 2)
        points = "个百分点" if unit == "%" else ""
        return f"变动不到{text[1:]}{points}" if text[0] == "＜" else f"{'+' if gap > 0 else '−'}{text}{points}"

    def _difference(self, d: Difference) -> dict[str, str]:
        name, unit, _ = self._indicator(d.grid)
        goal = "（有目标的）" if d.grid.at_least is not None else ""
        return {
            "indicator": f"{name}{goal}",
            "definition": addresses.definition(d.grid.indicator),
            "unit": self.names.get(d.unit, d.unit),
            "period": self._period(d.grid, d.period),
            "measure": unit,
            "frozen": self._words(d.grid, d.frozen),
            "now": self._words(d.grid, d.now),
            "gap": self._gap(d.grid, d.frozen, d.now),
        }

    def _group(self, how: str, word: str, about: str) -> dict[str, Any]:
        found = [r for r in self.comparison.records if r.how == how]
        return {
            "how": how,
            "word": word,
            "about": about,
            "count": len(found),
            "rest": max(len(found) - MOST_RECORDS, 0),
            "kinds": [
                {"name": KINDS[kind].name, "items": [self._record(r) for r in inside]}
                for kind in KINDS
                if (inside := [r for r in found[:MOST_RECORDS] if r.kind == kind])
            ],
        }

    def _record(self, r: Changed) -> dict[str, str]:
        row = self.rows.get(r.id) if r.kind == "events" else None
        title, href, note = self._named(r), "", ""
        if row is not None:
            title, href = f"{row['date']} {row['title']}", f"events/{row['id']}/{row['at']}"
            if r.how == "removed":
                note = f"现在是“{row['status']}”" if row["status"] != "已办" else "现在的日期在快照之后"
        elif r.kind == "events":
            note = "记录已经不在了"
        if r.groups:
            note = f"改了{'、'.join(r.groups)}"
        return {"id": r.id, "title": title, "href": href, "note": note}

    def _named(self, r: Changed) -> str:
        """What people call a record that is no event; "" where only its id is known."""
        library: Library = self.world.library
        if r.kind == "townships":
            return self.names.get(r.id, "")
        if r.kind == "villages":
            village = library.village_by_id.get(r.id)
            return f"{self.names.get(village.township, '')}{village.name}" if village else ""
        if r.kind == "sites":
            return library.site_by_id[r.id].name if r.id in library.site_by_id else ""
        campaign = library.campaign_by_id.get(r.id.partition("#")[0])
        if r.kind == "zero_reports" and r.id.count("#") == 2:
            _, code, year = r.id.split("#")
            return f"{self.names.get(code, code)}{year}年"
        return campaign.title if campaign else ""

    def _causes(self) -> list[str]:
        """What was changed beside single records."""
        c = self.comparison
        names = [c.snapshot.definitions[i].name for i in c.definitions]
        found = [f"这几项指标的算法改了：{'、'.join(names)}。"] if names else []
        found += [f"{BASES[key]}。" for key in c.bases]
        if c.version != c.snapshot.version:
            found.append(f"快照由 pufa {c.snapshot.version} 做，现在用的是 pufa {c.version}。")
        return found

    def _region(self) -> list[dict[str, Any]]:
        """The region's figures by indicator: a row a year, then all time and each campaign; targets apart."""
        found = []
        for grids in self._by_indicator("region", campaigns=True):
            lines = [
                {
                    "period": self._period(grid, period),
                    **self._pair(grid, figure, self.comparison.now_of(grid, region, period)),
                    "today": self._today(grid, region, period),
                }
                for grid in grids
                for region, row in grid.rows.items()
                for period, figure in zip(grid.periods, row, strict=True)
            ]
            found.append({**self._head(grids[0]), "rows": lines, "changed": sum(r["differs"] for r in lines)})
        return found

    def _townships(self) -> list[dict[str, Any]]:
        """Each township's figures by indicator: the snapshot's year and all time; targets apart."""
        found = []
        for grids in self._by_indicator("township", campaigns=False):
            at = [(grid, self._last(grid)) for grid in grids]
            lines = [(self.names.get(code, code), self._pairs(at, code)) for code in grids[0].rows]
            found.append({
                **self._head(grids[0]),
                "periods": [self._period(grid, grid.periods[place]) for grid, place in at],
                "rows": [{"name": name, "pairs": pairs} for name, pairs in lines],
                "changed": sum(pair["differs"] for _, pairs in lines for pair in pairs),
            })  # fmt: skip
        return found

    def _pairs(self, at: list[tuple[Grid, int]], code: str) -> list[dict[str, Any]]:
        """A township's figures beside the present ones, one for each grid and the place of its period."""
        return [
            self._pair(grid, grid.rows[code][place], self.comparison.now_of(grid, code, grid.periods[place]))
            for grid, place in at
            if code in grid.rows
        ]

    def _last(self, grid: Grid) -> int:
        """The place of the snapshot's own year; the last period where there is none."""
        year = str(self.frozen.day.year)
        return grid.periods.index(year) if year in grid.periods else len(grid.periods) - 1

    def _by_indicator(self, per: str, *, campaigns: bool) -> list[list[Grid]]:
        """The grids of a level that stand in one table: an indicator's years, all time and campaigns; each target alone."""
        tables: dict[str, list[Grid]] = {}
        for grid in self.frozen.grids:
            target = grid.at_least is not None
            if grid.per == per and grid.periods and grid.rows and (campaigns or target or not grid.campaign):
                tables.setdefault(grid.id if target else grid.indicator, []).append(grid)
        ordered = sorted(tables.items(), key=lambda item: (item[1][0].at_least is not None, item[0]))
        return [sorted(grids, key=lambda g: (g.campaign, g.every != "year")) for _, grids in ordered]

    def _head(self, grid: Grid) -> dict[str, str]:
        name, unit, _ = self._indicator(grid)
        definition = addresses.definition(grid.indicator)
        return {"name": name, "unit": unit, "definition": definition, "least": self._least(grid)}

    def _least(self, grid: Grid) -> str:
        if grid.at_least is None:
            return ""
        campaign = self.world.library.campaign_by_id.get(grid.campaign)
        return f"{campaign.title if campaign else grid.campaign}的目标：不少于{count(grid.at_least)}"

    def _pair(self, grid: Grid, frozen: Figure, now: Figure | None) -> dict[str, Any]:
        return {
            "frozen": self._words(grid, frozen),
            "now": self._words(grid, now),
            "gap": self._gap(grid, frozen, now),
            "differs": now is None or not same(frozen, now),
        }

    def _today(self, grid: Grid, unit: str, period: str) -> str:
        """The figure as of the day of the build, for the trend."""
        matrix = self.today.get(grid.id)
        if matrix is None:
            return "不再统计"
        places = [i for i, p in enumerate(matrix.periods) if p.id == period]
        row = matrix.row(unit)
        if not places or not row:
            return "不再统计"
        cell = row[places[0]]
        return self._words(grid, Figure(cell.state, cell.value, cell.of, cell.part, cell.whole))
