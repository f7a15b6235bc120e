"""International trade and production for estimation (ITPD-E): trade between two economies, by year.

The producer's file has a row for each exporter, importer, industry and year; the industries are summed here, as the
file is read. In the record, as in the file, a flow goes from the exporter to the importer::

    exporter_iso3, importer_iso3   ISO 3166 alpha-3
    year, industry_id              one of 170 industries: agriculture, mining and energy, manufacturing, services
    trade                          millions of current US dollars
    flag_zero                      u: no one reported the flow and 0 was put in; it is left out

Copies that are summed already (``year, exporter, importer, usd``, with names of economies and dollars) are read too.

Traps:

- Domestic trade (exporter and importer the same) is in the file and is rejected.
- A line of the rejects counts the sums of exporter, importer and year in their order, not the file's rows.
- Services are covered from 2000, and for far fewer pairs than goods; agriculture and energy begin in 1986 or 1988.
  A total that jumps in 2000 may have gained services.
- No row is an unreported flow or none at all: the file does not distinguish them.
- Economies that are not states (Hong Kong, Aruba, Palestine) are named by our codes where the lists know them.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.sources.contract import Fetch, ParsedFile, Source
from detente.sources.readers.large_text import columns_of, quoted, relation_of
from detente.sources.readers.layouts import FileRows, Layout, read_layout
from detente.sources.shaping.indicators import ITSELF, FileChecks, dyad_figures
from detente.sources.shaping.states import no_rejects
from detente.sources.shaping.ties import with_states_by_name

__all__ = ["ITPDE", "read"]

NAME = "itpde"
INDUSTRIES = ("exporter_iso3", "importer_iso3", "year", "industry_id", "trade")
PRODUCER, SUMS = "the producer's", "summed, by names"
LAYOUTS = (
    Layout(PRODUCER, {"exporter": "exporter_iso3", "importer": "importer_iso3", "year": "year", "value": "trade"}),
    Layout(SUMS, {"exporter": "exporter", "importer": "importer", "year": "year", "value": "usd"}),
)
DOLLARS_A_UNIT = 1e6
UNREPORTED = "u"
# Names with a special meaning in copies
KNOWN_AS = {"Congo": "Republic of the Congo", "Macedonia (FYROM)": "Macedonia"}


def read(path: Path) -> ParsedFile:
    r"""Read the flows into rows of the table ``dyad_indicators``.

    Parameters
    ----------
    path : pathlib.Path
        CSV, plain or zipped, or Parquet.

    Returns
    -------
    ParsedFile
        One row for each exporter, importer and year.

    Raises
    ------
    DataError
        If the file can't be read or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "ITPD_E_R02.csv"
    ...     _ = file.write_text(
    ...         "exporter_iso3,importer_iso3,year,industry_id,trade,flag_zero\n"
    ...         "JPN,RUS,2013,1,0.5,p\nJPN,RUS,2013,2,1.5,p\nJPN,RUS,2013,3,0,u\n"
    ...     )
    ...     parsed = read(file)
    >>> parsed.frame.select("source", "target", "value").rows()
    [('JPN', 'RUS', 2.0)]
    """
    content = _summed(path) or read_layout(path, LAYOUTS)
    checks = FileChecks(content)
    checks.numbers({"year": pl.Int32()}, needed=("year",))
    checks.numbers({"value": pl.Float64()})
    checks.reject("value", pl.when(pl.col("value") < 0).then(pl.lit("is less than zero")))
    at_home = pl.col("exporter") == pl.col("importer")
    checks.reject("importer", pl.when(at_home).then(pl.lit(f"{ITSELF}: trade at home")))
    sides = {"exporter": "source", "importer": "target"}
    if content.layout == PRODUCER:
        checks.states(sides, "iso3")
    else:
        checks.keep(with_states_by_name(checks.rows, sides, "year", KNOWN_AS))
        checks.rows = checks.rows.with_columns(pl.col("value") / DOLLARS_A_UNIT)
    checks.reject("importer", pl.when(pl.col("source") == pl.col("target")).then(pl.lit(ITSELF)))
    checks.once(["source", "target", "year"], "importer", "the two and year")
    return checks.parsed(dyad_figures(checks.rows, NAME, "trade", "million USD, current", directed=True))


def _summed(path: Path) -> FileRows | None:
    """Return the sums over industries; None where the file is not by industry."""
    with relation_of(path) as relation:
        called = columns_of(relation)
        if not called.keys() >= set(INDUSTRIES):
            return None
        keys = ", ".join(quoted(called[name]) for name in INDUSTRIES[:3])
        reported = f"{quoted(called['flag_zero'])} IS DISTINCT FROM '{UNREPORTED}'" if "flag_zero" in called else "true"
        total = f"sum({quoted(called['trade'])}::DOUBLE) FILTER (WHERE {reported})"
        sums = pl.DataFrame(relation.aggregate(f"{keys}, {total} AS value"))
    sums.columns = ["exporter", "importer", "year", "value"]
    rows = sums.sort("exporter", "importer", "year").with_row_index("line", offset=1).cast({"line": pl.Int64})
    return FileRows(rows, PRODUCER, no_rejects(), rows.height)


ITPDE = Source(
    name=NAME,
    title="International Trade and Production Database for Estimation (ITPD-E), release 2",
    origin="https://www.usitc.gov/data/gravity/itpde.htm",
    licence="Public, of the US International Trade Commission; built on others' data; not part of Detente",
    citation=(
        "Borchert, I., Larch, M., Shikher, S. & Yotov, Y. V. (2022). The International Trade and Production Database "
        "for Estimation, release 2 (ITPD-E-R02). USITC Working Paper 2022-07-A."
    ),
    bibtex=(
        "@techreport{borchert2022itpde,\n"
        "  author = {Borchert, Ingo and Larch, Mario and Shikher, Serge and Yotov, Yoto V.},\n"
        "  title = {The {International Trade and Production Database for Estimation}, Release 2 ({ITPD-E-R02})},\n"
        "  institution = {US International Trade Commission},\n"
        "  type = {Economics Working Paper},\n"
        "  number = {2022-07-A},\n"
        "  year = {2022}\n"
        "}"
    ),
    covers=(
        "Some 260 economies from 1986 to 2019 (release 1: 2000 to 2016). No row means that no trade was reported by "
        "either side, which may be because there was none."
    ),
    covers_from=1986,
    covers_until=2019,
    no_row="missing",
    tables=("dyad_indicators",),
    files=("ITPD_E*.csv", "itpd_e*.zip", "itpde*.parquet"),
    fetch=Fetch(addresses=("https://www.usitc.gov/data/gravity/itpd_e/itpd_e_r02.zip",)),
    parse=read,
    layouts=LAYOUTS,
)
