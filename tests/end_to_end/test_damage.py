"""Files that are kept are damaged, and that is found, not passed on, and mended by bringing the same inputs in again.

By default a few examples; DETENTE_DAMAGE=500 for a long run.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.cli import run
from detente.errors import StoreError
from detente.ingestion.maintenance import content
from detente.store import Store
from event_samples import ICEWS_HEADER, icews, write_quarter_hours
from providers import Provider, hold_second
from store_sample import write_events, write_pack

EXAMPLES = int(os.environ.get("DETENTE_DAMAGE", "8"))
VOTES = "undl_id,ms_code,ms_name,ms_vote,date,session,resolution\n" + "".join(
    f"{number},{code},{code},Y,2014-03-27,68,A/RES/68/{number}\n"
    for number in range(30)
    for code in ("JPN", "RUS", "XXX")
)
Harm = Callable[[Path, float], None]
World = tuple[Path, Callable[..., int], Callable[[Path], None]]
START = datetime(2015, 2, 18, 23)  # noqa: DTZ001 - the provider's clock

# Kinds of files, and the patterns of their names within the home
PLACES = {
    "events of a month": "lake/events/gdelt2/*/*.parquet",
    "events of a month, one of several files": "lake/events/icews/*/*.parquet",
    "events that were added": "lake/events/mine/*/*.parquet",
    "rejects of events": "lake/rejects/gdelt2/*.parquet",
    "rejects of votes": "lake/rejects/*.parquet",
    "votes": "lake/votes/*.parquet",
    "roll calls": "lake/roll_calls/*.parquet",
    "coverage": "lake/coverage/*.parquet",
    "cube": "cube/*/*.parquet",
    "raw downloads": "raw/gdelt/v2/*/*.zip",
}
COMPACTED = ("events of a month", "events of a month, one of several files", "events that were added")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Return a folder with a filled home, what runs a verb on a home, and what brings the same inputs into one."""
    folder = tmp_path_factory.mktemp("damage")
    write_pack(folder)
    write_quarter_hours(folder / "hours", 3, rows=12)
    icews_rows = [icews(n, day=f"2018-{1 + n % 3:02d}-02") for n in range(30)]
    (folder / "events.2018.tab").write_text("\n".join([ICEWS_HEADER, *icews_rows, "torn"]), encoding="utf-8")
    day = date(2014, 3, 1)
    write_events(
        folder / "mine.csv", *(f"{day + timedelta(days=n)},Japan,Russia,verbal_conflict" for n in range(40)), "x"
    )
    (folder / "ga_voting.csv").write_text(VOTES, encoding="utf-8")
    with Provider().serving() as provider, pytest.MonkeyPatch.context() as patch:
        patch.setattr("detente.ingestion.pull.FIRST_WAIT", 0.01)
        patch.setattr("detente.store.store.DATA", folder)
        hold_second(provider, START, 3)

        def ask(home: Path, *words: object) -> int:
            patch.setenv("DETENTE_HOME", str(home))
            return run([str(word) for word in words])

        def fill(home: Path) -> None:
            steps = (
                ("pull", "gdelt", "--version", "2", "--mirror", provider.url),
                ("ingest", folder / "hours", folder / "events.2018.tab", "--quiet"),
                ("ingest", folder / "mine.csv"),
                ("ingest", "undl_votes", folder / "ga_voting.csv"),
                ("cube",),
            )
            assert {ask(home, *step) for step in steps} == {0}

        fill(folder / "home")
        yield folder, ask, fill


def flip(path: Path, place: float) -> None:
    data = bytearray(path.read_bytes())
    data[int(place * len(data))] ^= 1 << int(place * 8 * len(data)) % 8
    path.write_bytes(bytes(data))


def cut(path: Path, place: float) -> None:
    path.write_bytes(path.read_bytes()[: int(place * path.stat().st_size)])


def delete(path: Path, place: float) -> None:
    path.unlink()


HARMS = (flip, cut, delete)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(sorted(PLACES)),
    harm=st.sampled_from(HARMS),
    where=st.tuples(st.integers(0, 7), st.floats(0, 1, exclude_max=True)),
)
def test_a_damaged_file_is_found_refused_and_repaired(
    world: World, kind: str, harm: Harm, where: tuple[int, float], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, ask, fill = world
    with tempfile.TemporaryDirectory(dir=folder) as place_of_its_own:
        home = Path(place_of_its_own) / "home"
        shutil.copytree(folder / "home", home)
        before = content(Store.open(home=home))
        tables = {name: Store.open(home=home).read(name) for name in ("votes", "roll_calls", "coverage", "rejects")}
        found = sorted(home.glob(PLACES[kind]))
        path = found[where[0] % len(found)]
        name = path.relative_to(home).as_posix()
        harm(path, where[1])
        allowed = kind == "raw downloads" and harm is delete  # its rows are in the lake
        assert ask(home, "data", "verify") == (0 if allowed else 3)
        assert allowed or name in capsys.readouterr().out
        for table, frame in tables.items():
            with contextlib.suppress(StoreError):
                assert Store.open(home=home).read(table).equals(frame)
        refused = ask(home, "data", "compact") == 3
        assert refused == (kind in COMPACTED)
        assert not refused or name in capsys.readouterr().err
        fill(home)
        assert ask(home, "data", "verify") == 0, capsys.readouterr().out
        store = Store.open(home=home)
        assert content(store) == before
        assert all(store.read(name).equals(frame) for name, frame in tables.items())
        assert ask(home, "data", "compact") == 0
        assert ask(home, "data", "verify") == 0
        assert content(store) == before
