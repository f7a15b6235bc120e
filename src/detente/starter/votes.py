"""The pack's votes of the General Assembly, and the ideal points estimated from them.

Votes are public record. Two whole datasets come with the pack: `unga_votes` from 1946 to 3 March 2021 and `undl_votes`
from 24 February to 18 December 2025. Of the time between there is no record but the texts of
`detente.starter.selected_votes`.

The newest edition of `unga_votes` has 285 votes of Serbia, from 2003 to 2017, as absences; the edition before has them
as votes, which are kept.
"""

from __future__ import annotations

from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

import polars as pl

from detente.errors import DataError
from detente.sources import source
from detente.sources.contract import ParsedFile
from detente.starter.selected_votes import selected_votes_of

__all__ = ["VOTE_FILES", "votes_of"]

VOTE_FILES = {
    "votes": Path("votes/un_votes_1946_2020.parquet"),
    "roll calls": Path("votes/un_roll_calls_1946_2020.parquet"),
    "earlier edition": Path("votes/un_votes_1946_2019.parquet"),
    "bridges": Path("votes/un_bridges.csv"),
    "votes of 2025": Path("votes/undl_votes_2025.parquet"),
    "roll calls of 2025": Path("votes/undl_roll_calls_2025.parquet"),
}
KEY = ["rcid", "state"]


def votes_of(reference: Path) -> dict[str, pl.DataFrame]:
    """Return the tables ``votes``, ``absences`` and ``roll_calls`` of both datasets.

    Parameters
    ----------
    reference : pathlib.Path
        Folder with `VOTE_FILES`.

    Raises
    ------
    DataError
        If a file is missing or can't be read, or a row is not understood but for the three known ones.
    """
    with TemporaryDirectory() as folder:
        newest, earlier = (
            _unga(reference, Path(folder)),
            source("unga_votes").read(reference / VOTE_FILES["earlier edition"]),
        )
        library = _undl(reference, Path(folder))
    missing = earlier.frame.join(newest.frame, on=KEY, how="anti")
    absences = newest.frames["absences"].join(missing, on=KEY, how="anti")
    selected = selected_votes_of(reference)
    return {
        "votes": pl.concat([newest.frame, missing, library.frame, selected["votes"]]),
        "absences": absences,
        "roll_calls": pl.concat([newest.frames["roll_calls"], library.frames["roll_calls"], selected["roll_calls"]]),
    }


def _unga(reference: Path, folder: Path) -> ParsedFile:
    """Read the votes and roll calls of the newest edition, joined as the producer publishes them."""
    votes, calls = (_file(reference, name) for name in ("votes", "roll calls"))
    joined = votes.join(calls.drop("year", "yes", "no", "abstain"), on="rcid", how="left", maintain_order="left")
    copyfile(reference / VOTE_FILES["bridges"], folder / VOTE_FILES["bridges"].name)
    joined.write_parquet(folder / "UNVotes.parquet")
    return source("unga_votes").read(folder / "UNVotes.parquet")


def _undl(reference: Path, folder: Path) -> ParsedFile:
    """Read the votes and roll calls of 2025, joined as the library exports them."""
    votes, calls = (_file(reference, name) for name in ("votes of 2025", "roll calls of 2025"))
    about = calls.drop("resolution", "date", "yes", "no", "abstain", "no_vote")
    joined = votes.join(about, on="undl_id", how="left", maintain_order="left")
    joined = joined.with_columns(session=pl.col("resolution").str.extract(r"^A/RES/(\d+)/"))
    joined.rename({"iso3": "ms_code", "vote": "ms_vote"}).write_parquet(folder / "ga_voting_2025.parquet")
    return source("undl_votes").read(folder / "ga_voting_2025.parquet")


def _file(reference: Path, name: str) -> pl.DataFrame:
    path = reference / VOTE_FILES[name]
    if not path.is_file():
        raise DataError(f"{path} does not exist; the pack needs the {name}", value=path)
    return pl.read_parquet(path, glob=False, hive_partitioning=False)
