"""Foreign trips of China's leaders, 1949–2025, from 'Who | Where | When' and later additions.

The Central European Institute of Asian Studies lists the official trips of the two leaders at a time, mostly the
president and the premier, to 2020; others added later ones. One row for each leader, country and trip::

    Year, Name       the leader
    Level            office: President, Premier, Leader CCP, Paramount Leader, …
    Country          the country visited
    Original Source  CEIAS, or the address of the page
    Details          what the page says, where there is one
    Visit Intensity  1 to 3 for some of the additions; 0, not coded, for the rest

Traps:

- 68 of the additions of 2023 to 2025 cite a notice of the Foreign Ministry about somebody else: consultations of a
  vice-minister or an ambassador's reception, under the name of Xi Jinping (in Ukraine in 2023, for example). A row
  with such a source is rejected unless its heading names the leader.
- 'Visit Intensity' is coded for 124 of 690 rows, by a scale that is not explained; it is not used. ``level`` is the
  office: 3 for the head of state, of the party or the paramount leader, 2 for the premier, 1 for a minister.
- Years only: the order of trips within a year is not known.
- A summit abroad counts as a trip to its host.
- Only trips of China's leaders: no trips to China, and none of other leaders.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.sources.contract import ParsedFile, Source
from detente.sources.readers.layouts import Layout, numbers, read_layout
from detente.sources.shaping.states import rejects_of
from detente.sources.shaping.ties import ITSELF, tie_frame, with_states_by_name

__all__ = ["CHINA_LEADER_TRIPS", "read"]

NAME = "china_leader_trips"
CHINA = "CHN"
OFFICES = {
    "President": 3,
    "Leader CCP": 3,
    "Paramount Leader": 3,
    "Other (Acting leader)": 3,
    "Premier": 2,
    "Foreign Minister": 1,
}
NOTICES = "fmprc.gov.cn"
HEADING = 200  # characters of a notice that hold its heading
KNOWN_AS = {"Germany": "Federal Republic of Germany", "Vietnam": "North Vietnam"}  # when there were two
LAYOUTS = (
    Layout(
        "CEIAS and additions",
        {"year": "Year", "name": "Name", "office": "Level", "country": "Country"},
        {"found_in": "Original Source", "details": "Details"},
    ),
)


def read(path: Path) -> ParsedFile:
    r"""Read the trips, one row for each leader, country and trip.

    Parameters
    ----------
    path : pathlib.Path
        CSV or Parquet.

    Returns
    -------
    ParsedFile
        Rows of ``ties``, of China toward the country: kind 'visit', exact to the year, ``level`` the rank of the
        office, ``title`` the leader and the office.

    Raises
    ------
    DataError
        If the file can't be read, or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "china_leader_trips.csv"
    ...     _ = file.write_text("Year,Name,Level,Country\n2013,Xi Jinping,President,Russia\n")
    ...     parsed = read(file)
    >>> parsed.frame.select("source", "target", "level", "title").row(0)
    ('CHN', 'RUS', 3.0, 'Xi Jinping, President')
    """
    content = read_layout(path, LAYOUTS)
    rows, faults = numbers(content.rows, {"year": pl.Int32()}, needed=["year"])
    unknown = pl.when(~pl.col("office").is_in(list(OFFICES)).fill_null(value=False)).then(
        pl.lit(f"is none of {', '.join(OFFICES)}")
    )
    rows, offices = rejects_of(rows, "office", unknown)
    heading = pl.col("details").str.slice(0, HEADING).str.split("_").list.first()
    other = pl.col("found_in").str.contains(NOTICES) & ~heading.str.contains(pl.col("name"), literal=True)
    rows, others = rejects_of(
        rows, "name", pl.when(other.fill_null(value=False)).then(pl.lit("is not named in the notice cited"))
    )
    rows, unnamed = with_states_by_name(rows, {"country": "target"}, "year", KNOWN_AS)
    rows = rows.with_columns(source=pl.lit(CHINA))
    rows, selves = rejects_of(rows, "country", ITSELF)
    trips = rows.select(
        (pl.col("name") + " " + (pl.int_range(pl.len()).over("name", "year", "target") + 1).cast(pl.String)).alias(
            "id"
        ),
        pl.lit("visit").alias("kind"),
        "source",
        "target",
        pl.date("year", 1, 1).alias("start"),
        pl.lit("year").alias("precision"),
        pl.date("year", 12, 31).alias("end"),
        pl.col("office").replace_strict(OFFICES, return_dtype=pl.Int32).alias("level"),
        (pl.col("name") + ", " + pl.col("office")).alias("title"),
    )
    rejects = pl.concat([content.rejects, faults, offices, others, unnamed, selves])
    return ParsedFile(tie_frame(trips, NAME, directed=True), rejects, content.rows_in, rows.height)


CHINA_LEADER_TRIPS = Source(
    name=NAME,
    title="Who | Where | When: International travel of the PRC leaders, with later additions",
    origin="https://who-where-when.ceias.eu/",
    licence="Freely available with citation; the additions give no terms; not part of Detente",
    citation=(
        "Turcsányi, R., Eckert, M., Šimalčík, M. & Majsniarová, N. (2021). Who | Where | When: International travel "
        "of the PRC leaders (1949–2020). Dataset. Central European Institute of Asian Studies."
    ),
    bibtex=(
        "@misc{turcsanyi2021travel,\n"
        "  author = {Turcs{\\'a}nyi, Richard and Eckert, M. and {\\v S}imal{\\v c}{\\'i}k, Matej and "
        "Majsniarov{\\'a}, N.},\n"
        "  title = {Who | Where | When: International travel of the {PRC} leaders (1949--2020)},\n"
        "  publisher = {Central European Institute of Asian Studies},\n"
        "  year = {2021}\n"
        "}"
    ),
    covers=(
        "Official foreign trips of China's president, premier or paramount leader, 1949 to 2025; full to 2020. No row "
        "means that none is recorded."
    ),
    covers_from=1949,
    covers_until=2025,
    quiet=(1951, 1953, 1958, 1959, 1961, 1962, 1967, 1968, 1972, 1973, 1976, 1977, 2021),
    no_row="zero",
    tables=("ties",),
    files=("china_leader_trips*.csv", "china_leader_trips*.parquet"),
    parse=read,
    layouts=LAYOUTS,
    by_hand="Download the table from https://who-where-when.ceias.eu/ and give it as CSV.",
)
