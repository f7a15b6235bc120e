"""For each source and layout, a small file of our own making: what it should keep, and what it should reject.

The keys are ``name`` or ``name/layout``; every source needs one at least.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import samples_of_numbers
import samples_of_statecraft
import samples_of_ties
import samples_of_wars
from source_sample import Sample


def _dyad_years(folder: Path) -> Path:
    rows = [
        ("RUS", "JPN", 2013, 30, 4, 22, 5),
        ("RUS", "JPN", 2014, 25, 0, 113, 276),
        ("JPN", "FJI", 2014, 0, 0, 0, 0),  # a covered zero
        ("RUS", "RUS", 2014, 9, 9, 9, 9),  # itself
        ("QQQ", "JPN", 2014, 1, 1, 1, 1),  # nobody
        ("SSD", "JPN", 2005, 1, 0, 0, 0),  # not yet a state
        ("RUS", "JPN", 2014, 1, 1, 1, 1),  # again
        ("JPN", "RUS", 2014, -1, 1, 1, 1),  # no count
    ]
    columns = ["i_iso3c", "j_iso3c", "year", "verbCoop", "matlCoop", "verbConf", "matlConf"]
    path = folder / "icews_dyadyear_2002_2014.parquet"
    pl.DataFrame(rows, schema=columns, orient="row").write_parquet(path)
    return path


def _assembly(folder: Path) -> Path:
    calls = [
        (10, 1.0, "1946-12-03", "R/1/39", "0", "0"),
        (20, 26.0, "1971-10-02", "R/26/2758A", "0", "0"),
        (30, 68.0, "2014-03-27", "R/68/262", None, None),
        (31, 68.0, "2014-03-27", "", "1", None),
        (32, 71.0, "2016-12-05", "A/RES/71/40", None, "1"),
        (33, 58.0, "2003-11-05", "R/58/9", None, None),
        (34, 58.0, "someday", "R/58/10", None, None),
    ]
    votes = [
        (10, "UA", "Ukraine", "no"),
        (10, "IN", "India", "abstain"),
        (10, "TW", "Taiwan", "yes"),
        (20, "TW", "Taiwan", "no"),
        (20, None, "Yemen Arab Republic", "yes"),
        (20, "FJ", "Fiji", "yes"),
        (30, "JP", "Japan", "yes"),
        (30, "RU", "Russia", "no"),
        (31, "CN", "China", "abstain"),
        (32, "YU", "Yugoslavia", "abstain"),
        (33, "DE", "Germany", "yes"),
        (10, "FJ", "Fiji", "yes"),  # not yet a state
        (30, "ZZ", "Atlantis", "yes"),  # nobody
        (30, "JP", "Japan", "no"),  # again
        (30, "CN", "China", "absent"),  # no vote
        (99, "CN", "China", "yes"),  # no roll call
        (34, "CN", "China", "yes"),  # no date
    ]
    schema = {"rcid": pl.Int32, "country_code": pl.String, "country": pl.String, "vote": pl.String}
    path = folder / "un_votes_1946_2019.parquet"
    frame = pl.DataFrame(votes, schema=schema, orient="row")
    frame.with_columns(pl.col("vote").cast(pl.Categorical)).write_parquet(path)
    pl.DataFrame(calls, schema=["rcid", "session", "date", "unres", "amend", "para"], orient="row").write_parquet(
        folder / "un_roll_calls.parquet"
    )
    return path


def _assembly_by_producer(folder: Path) -> Path:
    names = ("rcid", "ccode", "vote", "session", "date", "unres", "amend", "para", "short", "descr", "me", "hr")
    crimea = (5309, 68, "2014-03-27", "R/68/262", "", "", "", "Territorial integrity of Ukraine", 0, 0)
    early = (10, 1, "1946-12-20", "R/1/39", 0, 0, "SPAIN", "TO ADOPT THE TEXT", 0, 1)
    rows = [
        (crimea, 740, 1),
        (crimea, 365, 3),
        (crimea, 710, 2),
        (crimea, 600, 8),  # absent
        (crimea, 347, 9),  # no member: kept, without a row
        (early, 369, 1),  # a member without being a state of the list
        (early, 713, 1),  # the one China's seat
        (crimea, 740, 3),  # again
        (crimea, 999, 1),  # nobody
        (crimea, 640, 4),  # no vote
        (("x", *crimea[1:]), 640, 1),  # no roll call
        ((11, 1, "", *early[3:]), 640, 1),  # no date
    ]
    path = folder / "UNVotes2021.csv"
    lines = [(call[0], state, vote, *call[1:]) for call, state, vote in rows]
    _write_csv(path, names, lines)
    return path


def _library(folder: Path) -> Path:
    names = ("undl_id", "ms_code", "ms_name", "ms_vote", "date", "session", "resolution", "title", "subjects")
    crimea = ("767565", "2014-03-27", "68", "A/RES/68/262", "Territorial integrity of Ukraine :", "UKRAINE|BORDERS")
    treaty = ("671260", "1968-06-12", "22", "A/RES/2373(XXII)", "Treaty", "")
    urgent = ("3959039", "2022-03-02", "11emsp", "A/RES/ES-11/1", "Aggression against Ukraine", "")
    rows = [
        (crimea, "JPN", "JAPAN", "Y"),
        (crimea, "RUS", "RUSSIAN FEDERATION", "N"),
        (crimea, "MAR", "MOROCCO", "X"),
        (crimea, "CHN", "CHINA", "A"),
        (treaty, "CHN", "CHINA", "Y"),  # the Republic of China's
        (treaty, "UKR", "UKRAINIAN SSR", "Y"),  # a member without being a state of the list
        (urgent, "JPN", "JAPAN", "Y"),
        (urgent, "MAR", "MOROCCO", ""),
        (crimea, "JPN", "JAPAN", "N"),  # again
        (crimea, "XXX", "ATLANTIS", "Y"),  # nobody
        (crimea, "FRA", "FRANCE", "P"),  # no vote
        (("", *crimea[1:]), "FRA", "FRANCE", "Y"),  # no roll call
        ((crimea[0], "soon", *crimea[2:]), "FRA", "FRANCE", "Y"),  # no date
    ]
    path = folder / "2024_09_12_ga_voting.csv"
    _write_csv(path, names, [(call[0], code, name, vote, *call[1:]) for call, code, name, vote in rows])
    return path


def _write_csv(path: Path, names: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([names, *rows])


SAMPLES: dict[str, Sample] = {
    "icews-yearly": Sample(_dyad_years, kept=3, rejected=5),
    "undl_votes": Sample(_library, kept=8, rejected=5),
    "unga_votes": Sample(_assembly, kept=11, rejected=6),
    "unga_votes/producer": Sample(_assembly_by_producer, kept=7, rejected=5),
    **samples_of_numbers.SAMPLES,
    **samples_of_statecraft.SAMPLES,
    **samples_of_ties.SAMPLES,
    **samples_of_wars.SAMPLES,
}
