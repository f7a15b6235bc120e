"""Travel and meetings of China's leaders, 2003–2018, by the China Vitae project.

China Vitae recorded the travel and meetings of China's leaders day by day. One row for each leader, day and country
that an entry mentions::

    date      mm/dd/yy
    country   a country that the entry is about
    leader    Hu Jintao, Xi Jinping, Wen Jiabao, Li Keqiang, Li Zhaoxing, Yang Jiechi or Wang Yi
    text      'Xi Jinping travelled to Portugal, Lisbon and met with the following: …', or a headline

An entry becomes a tie by its text:

- with 'travelled to' and a place in the row's country: kind 'visit', of China toward the country. Consecutive days are
  one visit, whichever leader was there;
- otherwise with 'met with': kind 'meeting', not directed, in China or in a third country; one per day and country;
- anything else is a headline, a telephone call, a message: rejected.

Traps:

- One entry is repeated for each country in it: a dinner in Brasília is a visit to Brazil and a meeting with India.
- A delegation has an entry for each leader. They are counted once, and ``level`` is the number of these leaders.
- The list of leaders is short, and each counts from taking office: two presidents, two premiers, three ministers.
- 'England' is the United Kingdom; 'Wales' is New South Wales, and is rejected. Places may have former
  names: Prague is in 'Czechoslovakia' in 2016, Belgrade in 'Yugoslavia' in 2011.
- A meeting with an opposition leader, a mayor or a company is a meeting with the country.
- The site is no longer maintained; copies circulate with the columns above.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.sources.contract import ParsedFile, Source
from detente.sources.readers.layouts import Layout, read_layout
from detente.sources.shaping.states import rejects_of, states_of
from detente.sources.shaping.ties import ITSELF, tie_frame, with_states_by_name

__all__ = ["CHINAVITAE", "read"]

NAME = "chinavitae"
CHINA = "CHN"
KNOWN_AS = {
    "England": "United Kingdom",
    "Antigua": "Antigua and Barbuda",
    "Republic of Korea (South Korea)": "South Korea",
    "Czechoslovakia": "Czech Republic",
    "Yugoslavia": "Serbia",
}
PLACE = r"travell?ed to ([^,]+?)(?:,| and met with| Others Attending|$)"
MET = "met with"
LAYOUTS = (Layout("China Vitae", {"date": "date", "country": "country", "leader": "leader", "text": "text"}),)


def read(path: Path) -> ParsedFile:
    r"""Read the entries, one row for each visit and each day's meeting.

    Parameters
    ----------
    path : pathlib.Path
        CSV or Parquet.

    Returns
    -------
    ParsedFile
        Rows of ``ties``: kind 'visit', directed, or 'meeting', not directed; exact to the day; ``level`` the number
        of leaders, named in ``title``.

    Raises
    ------
    DataError
        If the file can't be read, or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "chinavitae.csv"
    ...     head = "date,country,leader,text"
    ...     rows = [f'03/{day}/13,Russia,Xi Jinping,"Xi Jinping travelled to Russia, Moscow "' for day in (22, 23)]
    ...     _ = file.write_text("\n".join([head, *rows]))
    ...     parsed = read(file)
    >>> parsed.frame.select("kind", "source", "target", "start", "end").row(0)
    ('visit', 'CHN', 'RUS', datetime.date(2013, 3, 22), datetime.date(2013, 3, 23))
    """
    content = read_layout(path, LAYOUTS)
    day = pl.col("date").cast(pl.String).str.to_date("%m/%d/%y", strict=False)
    rows, dates = rejects_of(content.rows, "date", pl.when(day.is_null()).then(pl.lit("is not a date")))
    rows = rows.with_columns(date=day, source=pl.lit(CHINA))
    rows, unnamed = with_states_by_name(rows, {"country": "target"}, "date", KNOWN_AS)
    rows, selves = rejects_of(rows, "country", ITSELF)
    rows = _with_kind(rows)
    neither = pl.when(pl.col("kind").is_null()).then(pl.lit("reports neither a visit to the country nor a meeting"))
    rows, headlines = rejects_of(rows, "text", neither)
    visits, meetings = (
        _visits(rows.filter(pl.col("kind") == "visit")),
        _meetings(rows.filter(pl.col("kind") == "meeting")),
    )
    frame = pl.concat([tie_frame(visits, NAME, directed=True), tie_frame(meetings, NAME, directed=False)])
    rejects = pl.concat([content.rejects, dates, unnamed, selves, headlines])
    return ParsedFile(frame, rejects, content.rows_in, rows.height)


def _with_kind(rows: pl.DataFrame) -> pl.DataFrame:
    """Add ``kind``: a visit if the leader travelled to the row's country, a meeting if the two met elsewhere."""
    place = pl.col("text").str.extract(PLACE).str.strip_chars().replace(KNOWN_AS)
    placed = states_of(rows.with_columns(place=place), "place", "name", "date").rename({"code": "where"})
    return placed.with_columns(
        kind=pl.when((pl.col("where") == pl.col("target")).fill_null(value=False))
        .then(pl.lit("visit"))
        .when(pl.col("text").str.contains(MET, literal=True))
        .then(pl.lit("meeting"))
    ).drop("where", "why", "place")


def _visits(rows: pl.DataFrame) -> pl.DataFrame:
    """Join the days on which a leader was in a country into visits."""
    days = rows.select("kind", "source", "target", "date", "leader").sort("target", "date", "leader")
    gap = pl.col("date").diff().over("target").dt.total_days().fill_null(2) > 1
    visits = days.with_columns(visit=gap.cum_sum().over("target")).group_by(
        "kind", "source", "target", "visit", maintain_order=True
    )
    return visits.agg(
        pl.col("date").min().alias("start"),
        pl.col("date").max().alias("end"),
        level=pl.col("leader").n_unique(),
        title=pl.col("leader").unique().sort().str.join(", "),
    ).with_columns(
        id=pl.col("start").cast(pl.String), precision=pl.lit("day"), level_known_on="end", title_known_on="end"
    )


def _meetings(rows: pl.DataFrame) -> pl.DataFrame:
    """Count a day's meetings with a country as one."""
    return (
        rows.group_by("kind", "source", "target", pl.col("date").alias("start"))
        .agg(level=pl.col("leader").n_unique(), title=pl.col("leader").unique().sort().str.join(", "))
        .with_columns(id=pl.col("start").cast(pl.String), precision=pl.lit("day"), end="start")
    )


CHINAVITAE = Source(
    name=NAME,
    title="China Vitae: travel and appearances of China's leaders",
    origin="https://www.chinavitae.com",
    licence="No terms given; not part of Detente",
    citation="China Vitae (2018). VIP appearances and travel of China's leaders, 2003–2018. chinavitae.com.",
    bibtex=(
        "@misc{chinavitae,\n"
        "  author = {{China Vitae}},\n"
        "  title = {{VIP} appearances and travel of {China}'s leaders, 2003--2018},\n"
        "  howpublished = {chinavitae.com},\n"
        "  year = {2018}\n"
        "}"
    ),
    covers=(
        "Visits of China's president, premier and foreign minister, and their meetings with foreigners, 2003 to 2018. "
        "No row means that none is recorded."
    ),
    covers_from=2003,
    covers_until=2018,
    no_row="zero",
    tables=("ties",),
    files=("chinavitae*.csv", "chinavitae*.parquet"),
    parse=read,
    layouts=LAYOUTS,
    by_hand="The site is no longer maintained: use your own copy, with the columns date, country, leader and text.",
)
