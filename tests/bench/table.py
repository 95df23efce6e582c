"""The results as a table of plain text."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

Results = dict[str, Any]


class Row(NamedTuple):
    """A line of the table; empty where a column has no value."""

    label: str
    value: str = ""
    ratio: str = ""
    queries: str = ""
    aim: str = ""


HEAD = Row("", "median", "ratio", "queries", "aim")

HOW_TO_READ = """\
How to read it. "median" is the time inside the server, from the call of the application until it hands over
the response: one gunicorn worker on a loopback port, the secretary as its only client. "bare" is the ratio to
a view that does nothing, behind the same middleware and session, asked in turn with the page. "Unchanged":
all that the page is made of stands as it stood. "After a change": the very next request after a figure
changed, checked to show the new total. "A process's first": the first request of a worker, which also loads
the code. "Growth" is that of the ratio to the bare view. The paper's time is by the clock outside, with the
start of its process. The peer sets the words, sizes, face and tables of the same pages into the same kind of
file (PDF/A-2a, tagged), without the charts; "peer" is how many times as long it takes.
Explore: "dash." is the ratio to the dashboard after a change, which comes from no cache either, asked in
turn. A province marked: by the clock of the page, from the press until all charts in sight are drawn anew and
painted; the others follow when they come near; "best" is the fastest of seven, which other load disturbed
least.
Saving: two workers of four threads, each browser for a province of its own, by the clock of the browser:
seven that send a request a second each, out of step, or four that send at the same moment; "p95" is what 95
of a hundred stay under.
Nothing here is asserted: machines differ, ratios less so; a load near the number of processors spoils all."""


def site_rows(results: Results) -> list[Row]:
    demo, country = results["demo"], results["country"]
    plain, full = country["dashboard"], country["with_register"]
    rows = [
        Row(f"Demo: 7 provinces, 67 indicators, 4 half-years ({demo['rows']:,} cells)"),
        *_dashboard(demo["dashboard"], {}),
        *_explore(demo["explore"]),
        *_browser(demo["browser"]),
        _block(demo["block"]),
        Row(f"34 provinces × 45 indicators × 20 half-years ({country['rows']:,} cells)"),
        *_dashboard(plain, {"unchanged": "< 22 ms", "changed": "< 22 ms"}),
        *_explore(country["explore"]),
        Row("The same, with the register of a country"),
        *_dashboard(full, {"unchanged": "< 22 ms", "changed": "< 22 ms"}),
        Row("  list of cooperatives, first page", _ms(country["register"]["first_page"])),
        Row("  list of cooperatives, searched without diacritics", _ms(country["register"]["search"])),
        Row("Growth of the dashboard's time"),
        Row("  with the register, unchanged", ratio=_growth("unchanged", plain, full), aim="× 1"),
        Row("  with the register, after a change", ratio=_growth("changed", plain, full), aim="× 1"),
    ]
    small = demo["dashboard"]
    times = country["rows"] / demo["rows"]
    for label, key in (("unchanged", "unchanged"), ("after a change", "changed")):
        rows.append(Row(f"  with {times:.0f} times the cells, {label}", ratio=_times(plain[key], small[key])))
    return rows


def _block(results: Results) -> Row:
    label, ratio = (
        "  preview of a pasted block of 7 × 150",
        f"bare {_times(results['shown'], results['bare'])}",
    )
    return Row(label, _ms(results["shown"]), ratio, str(results["queries"]), "< 1,000 ms")


def _explore(results: Results) -> list[Row]:
    times, queries = results["times"], results["queries"]
    return [
        Row(
            f"  Explore, 2,000 numbers, most {shape}",
            _ms(times[shape]),
            f"dash. {_times(times[shape], times['dashboard'])}",
            str(queries[shape]),
            "< dash. × 2",
        )
        for shape in queries
    ]


def _browser(results: Results) -> list[Row]:
    if not results:
        return [Row("  in a browser: not measured: no Chromium; CHROMIUM names one")]
    places = {"table": "table 1", "steps": "charts 1, 2", "courses": "chart 3", "ratings": "chart 5"}
    return [
        Row("  requests for the charts' script before one is near", str(results["asked_early"]), aim="0"),
        *(
            Row(
                f"  a province marked, {places[place]} in sight",
                _ms(mark["median"]),
                f"best {mark['fastest']:,.0f} ms",
                aim="< 100 ms",
            )
            for place, mark in results["marks"].items()
        ),
    ]


def _dashboard(results: Results, aims: dict[str, str]) -> list[Row]:
    bare = results["bare"]
    return [
        Row("  bare view", _ms(bare), "bare × 1", str(results["bare_queries"])),
        *(
            Row(
                f"  dashboard, {label}",
                _ms(results[key]),
                f"bare {_times(results[key], bare)}",
                str(results.get(f"{key}_queries", "")),
                aims.get(key, ""),
            )
            for label, key in (
                ("unchanged", "unchanged"),
                ("after a change", "changed"),
                ("a process's first", "first"),
            )
        ),
    ]


def history_rows(results: Mapping[str, Results]) -> list[Row]:
    labels = {"service": "the write alone, committed", "request": "the whole request"}
    rows = []
    for database, measures in results.items():
        rows.append(Row(f"A cell saved on {database}, in one process without a server"))
        for key, label in labels.items():
            without, with_history = measures[key]["without"], measures[key]["with"]
            rows += [
                Row(f"  {label}, without the history", _ms(without), "× 1"),
                Row(f"  {label}, with it", _ms(with_history), _times(with_history, without), aim="≤ × 1.5"),
            ]
    return rows + _missing(results)


def save_rows(results: Mapping[str, Results]) -> list[Row]:
    kinds = {
        "typing": ("seven provinces, each a request a second", "< 150 ms"),
        "together": ("four provinces at the same moment", ""),
    }
    rows = []
    for database, measures in results.items():
        for kind, (label, aim) in kinds.items():
            row, cell = measures[kind]["row"], measures[kind]["cell"]
            rows += [
                Row(f"Saving a cell on {database}, {label}"),
                Row("  bare view that writes one row", _ms(row["median"]), "bare × 1"),
                Row(
                    "  cell of the entry form",
                    _ms(cell["median"]),
                    f"bare {_times(cell['median'], row['median'])}",
                ),
                Row("  bare view that writes one row, p95", _ms(row["p95"]), "bare × 1"),
                Row(
                    "  cell of the entry form, p95",
                    _ms(cell["p95"]),
                    f"bare {_times(cell['p95'], row['p95'])}",
                    aim=aim,
                ),
            ]
    return rows + _missing(results)


def register_rows(results: Mapping[str, Results]) -> list[Row]:
    rows = []
    for database, measures in results.items():
        rows.append(Row(f"The register on {database}: 35,000 cooperatives, 130,000 groups, 150 unions"))
        slowest = sorted(measures["lists"].items(), key=lambda named: -named[1])[:4]
        rows += [Row(f"  slowest list: {name}", _ms(value), aim="< 100 ms") for name, value in slowest]
        rows += [
            Row(f"  counted on a past day: {name}", _ms(v), aim="< 50 ms")
            for name, v in measures["counts"].items()
        ]
        took = measures["import"]
        lines = 50_000
        rows += [
            Row("  50,000 rows read and copied blindly", _seconds(took["copied"]), "copy × 1"),
            Row(
                f"  the same imported ({lines / took['all']:,.0f} rows a second)",
                _seconds(took["all"]),
                f"copy {_times(took['all'], took['copied'])}",
                aim="≤ × 3; 5,000 rows/s",
            ),
            *(Row(f"    of this {name}", _seconds(took[name])) for name in ("read", "checked", "written")),
            Row("  the same file again, which changes nothing", _seconds(took["again"])),
            Row("  most memory", f"{took['megabytes']:,.0f} MB", aim="< 300 MB"),
        ]
    return rows + _missing(results)


def paper_rows(results: Results) -> list[Row]:
    report = results["report"]
    rows = [
        Row("The conference report of the demo as PDF"),
        Row("  its figures and texts read and added up", _ms(results["document"])),
        Row(
            f"  typeset with its process ({results['pages']} pages)", _ms(report), "peer × 1", aim="< 150 ms"
        ),
    ]
    if missing := results.get("peer_missing"):
        return [*rows, Row(f"  the same text by WeasyPrint: not measured: {missing}")]
    return [
        *rows,
        Row(
            f"  the same text by WeasyPrint ({results['peer_pages']} pages)",
            _ms(results["peer"]),
            f"peer {_times(results['peer'], report)}",
            aim="≥ × 10",
        ),
        Row(
            "  … without the start of its process, its second time",
            _ms(results["peer_alone"]),
            f"peer {_times(results['peer_alone'], report)}",
        ),
        Row("  size of the report", _kb(results["bytes"])),
        Row("  size of the peer's, without charts", _kb(results["peer_bytes"])),
    ]


def size_rows(results: Results) -> list[Row]:
    labels = {
        "page": "the dashboard's HTML",
        "assets": "its styles and scripts",
        "plotly": "plotly.min.js, once a chart comes into view",
    }
    sizes = results["demo"]["sizes"]
    return [
        Row("Sizes of a first visit, compressed (raw)"),
        *(Row(f"  {label}", _kb(sizes[k][1]), f"({_kb(sizes[k][0])})") for k, label in labels.items()),
    ]


def as_text(rows: Sequence[Row]) -> str:
    lines = []
    for row in [HEAD, *rows]:
        label, value, ratio, queries, aim = row
        lines.append(f"{label:58}{value:>11}{ratio:>14}{queries:>9}  {aim}".rstrip())
    return "\n".join(lines)


def _missing(results: Mapping[str, Results]) -> list[Row]:
    if "PostgreSQL" in results:
        return []
    return [Row("  on PostgreSQL: not measured: DATABASE_URL names none")]


def _ms(value: float) -> str:
    return f"{value:,.1f} ms"


def _seconds(value: float) -> str:
    return f"{value:,.1f} s"


def _kb(value: int) -> str:
    return f"{value / 1000:,.1f} kB"


def _growth(key: str, small: Results, large: Results) -> str:
    """The growth of the ratio to the bare view, which leaves out other load on the machine."""
    return _times(large[key] / large["bare"], small[key] / small["bare"])


def _times(value: float, of: float) -> str:
    return f"× {value / of:.2f}" if value < 10 * of else f"× {value / of:.0f}"
