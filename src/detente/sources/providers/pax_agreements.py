"""Peace agreements of the PA-X database, version 10, 1990–2025.

One row for each agreement::

    AgtId, Agt, Dat                    number, name and day
    PPName                             the peace process
    Agtp                               Inter: between states; InterIntra, Intra, IntraLocal: within
    Stage, Status                      Cea ceasefire, Pre before negotiations, SubComp comprehensive …; whether signed
    Loc1ISO, Loc2ISO                   the states in which the conflict is, ISO 3166 alpha-3 codes
    Loc1GWNO, Loc2GWNO                 the same as Gleditsch–Ward numbers

Traps:

- PA-X follows conflicts and peace processes since 1990; a pair of states without a row may have made other agreements.
- The states are those of the conflict, not the parties: an agreement on Syria may be signed by three other states.
- Codes are today's. South Sudan's of before 2011 and Croatia's of 1991 were not states then; such rows are rejected.
- Agreements of many states, and those on Kosovo, have no ISO code; the number is read where there is one.
- One meeting may yield several agreements: count processes, not rows, where that matters.
- The licence excludes commerce.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.catalog import table
from detente.sources.contract import ParsedFile, Source
from detente.sources.readers.layouts import Layout, days, numbers, read_layout
from detente.sources.shaping.states import no_rejects, rejected_parts, rejects_of, states_of

__all__ = ["PAX_AGREEMENTS", "read"]

NAME = "pax_agreements"
PLACES = (1, 2)
LAYOUTS = (
    Layout(
        "PA-X",
        {"id": "AgtId", "date": "Dat", "title": "Agt", "process": "PPName", "type": "Agtp", "iso_1": "Loc1ISO"},
        {"stage": "Stage", "status": "Status", "iso_2": "Loc2ISO", "gw_1": "Loc1GWNO", "gw_2": "Loc2GWNO"},
    ),
)


def read(path: Path) -> ParsedFile:
    r"""Read the agreements, one row for each state in which the conflict is.

    Parameters
    ----------
    path : pathlib.Path
        The table of agreements, CSV or Parquet.

    Returns
    -------
    ParsedFile
        Rows of ``peace_agreements``.

    Raises
    ------
    DataError
        If the file can't be read, or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "pax.csv"
    ...     _ = file.write_text(
    ...         "AgtId,Dat,Agt,PPName,Agtp,Loc1ISO,Loc2ISO\n9,2023-03-10,Joint Statement,Iran-Saudi,Inter,IRN,SAU\n"
    ...     )
    ...     parsed = read(file)
    >>> parsed.frame["state"].to_list(), parsed.rows_kept
    (['IRN', 'SAU'], 1)
    """
    content = read_layout(path, LAYOUTS)
    whole = dict.fromkeys(("id", "gw_1", "gw_2"), pl.Int32())
    rows, faults = numbers(content.rows, whole, needed=("id",))
    rows, dates = days(rows, "date", needed=True)
    all_rejects = [content.rejects, faults, dates]
    for name in ("title", "type"):
        rows, rejects = rejects_of(rows, name, pl.when(pl.col(name).is_null()).then(pl.lit("is missing")))
        all_rejects.append(rejects)
    again = pl.col("line") != pl.col("line").min().over("id")
    rows, twice = rejects_of(rows, "id", pl.when(again).then(pl.lit("has a row already")))
    found, wrong = zip(*(_placed(rows, place) for place in PLACES), strict=True)
    placed, parts = pl.concat(found).unique(["line", "state"], maintain_order=True), pl.concat(wrong)
    good = placed["line"].unique().implode()
    lost = parts.filter(~pl.col("line").is_in(good)).unique("line", keep="first", maintain_order=True)
    rows = rows.filter(~pl.col("line").is_in(lost["line"].implode()))
    rows, nowhere = rejects_of(rows, "iso_1", pl.when(~pl.col("line").is_in(good)).then(pl.lit("is missing")))
    frame = rows.join(placed, on="line").with_columns(dataset=pl.lit(NAME), known_on=pl.col("date"))
    return ParsedFile(
        frame.select(table("peace_agreements").names),
        pl.concat([*all_rejects, twice, lost, nowhere]),
        content.rows_in,
        rows.height,
        parts_rejected=rejected_parts(parts.filter(pl.col("line").is_in(good))),
    )


def _placed(rows: pl.DataFrame, place: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return ``line`` and ``state`` of one place of each agreement, and the places that were not states."""
    iso, number = f"iso_{place}", f"gw_{place}"
    named = rows.filter(pl.col(iso).is_not_null())
    numbered = rows.filter(pl.col(iso).is_null() & pl.col(number).is_not_null())
    kept, wrong = [], [no_rejects()]
    for own, column, scheme in ((named, iso, "iso3"), (numbered, number, "gw")):
        translated, rejects = rejects_of(states_of(own, column, scheme, "date"), column, pl.col("why"))
        kept.append(translated.select("line", pl.col("code").alias("state")))
        wrong.append(rejects)
    return pl.concat(kept), pl.concat(wrong)


PAX_AGREEMENTS = Source(
    name=NAME,
    title="PA-X: peace agreements since 1990, version 10",
    origin="https://www.peaceagreements.org",
    licence="CC BY-NC-SA 4.0: not for commerce; not part of Detente",
    citation=(
        "Bell, C. & Badanjak, S. (2019). Introducing PA-X: A new peace agreement database and dataset. Journal of "
        "Peace Research 56(3), 452–466."
    ),
    bibtex=(
        "@article{bell2019pax,\n"
        "  author = {Bell, Christine and Badanjak, Sanja},\n"
        "  title = {Introducing {PA-X}: A new peace agreement database and dataset},\n"
        "  journal = {Journal of Peace Research},\n"
        "  volume = {56},\n"
        "  number = {3},\n"
        "  pages = {452--466},\n"
        "  year = {2019}\n"
        "}"
    ),
    covers=(
        "Peace agreements in the conflicts and processes that PA-X follows, 1990 to 2025. No row means that none is in "
        "the database."
    ),
    covers_from=1990,
    covers_until=2025,
    no_row="none in the conflicts that PA-X follows; others are not recorded",
    tables=("peace_agreements",),
    files=("pax*.csv", "pax*.parquet"),
    parse=read,
    layouts=LAYOUTS,
    by_hand="The producer asks for its terms to be accepted: export all agreements as CSV from its site.",
)
