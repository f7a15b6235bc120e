"""For each source and layout, a small file of our own making: what it should keep, and what it should reject.

The keys are ``name`` or ``name/layout``; every source needs one at least.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl
import samples_of_numbers
import samples_of_ties
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


SAMPLES: dict[str, Sample] = {
    "icews": Sample(_dyad_years, kept=3, rejected=5),
    "unga_votes": Sample(_assembly, kept=11, rejected=6),
    **samples_of_numbers.SAMPLES,
    **samples_of_ties.SAMPLES,
}
