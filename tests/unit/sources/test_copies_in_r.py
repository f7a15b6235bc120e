"""The forms in which the R packages peacesciencer (on CRAN and since) and isard hold what others produce."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from detente.sources.contract import ParsedFile
from detente.sources.providers.cow_contiguity import read as read_contiguity
from detente.sources.providers.euds import read as read_euds
from detente.sources.providers.gdppop import read as read_gdppop
from detente.sources.providers.polity import read as read_polity
from detente.sources.providers.vdem import read as read_vdem

# 260 is Germany, 678 Yemen and 340 Serbia for Gleditsch and Ward; 255, 679 and 345 for the Correlates of War
GW = ((260, "DEU"), (678, "YEM"), (340, "SRB"))
COW = ((255, "DEU"), (679, "YEM"), (345, "SRB"))
FIGURES = {"euds": 1.5, "aeuds": 1.25, "polity2": 10, "v2x_polyarchy": 0.8}
OF_ISARD = ["euds", "aeuds", "polity2", "v2x_polyarchy"]
READ: dict[str, Callable[[Path], ParsedFile]] = {"polity2": read_polity, "v2x_polyarchy": read_vdem, "euds": read_euds}


def written(folder: Path, name: str, header: str, rows: list[list[object]]) -> Path:
    path = folder / f"{name}.csv"
    path.write_text("\n".join([header, *(",".join(map(str, row)) for row in rows)]) + "\n")
    return path


@pytest.mark.parametrize("figure", list(READ))
@pytest.mark.parametrize(("name", "code", "numbers"), [("cw_democracy", "ccode", COW), ("gw_democracy", "gwcode", GW)])
def test_democracy_of_isard(
    tmp_path: Path, figure: str, name: str, code: str, numbers: tuple[tuple[int, str], ...]
) -> None:
    rows = [[number, 2010, *(FIGURES[one] for one in OF_ISARD)] for number, _ in numbers]
    found = READ[figure](written(tmp_path, name, f"{code},year,{','.join(OF_ISARD)}", rows))
    of = found.frame.filter(name=figure)
    assert of.select("state", "value").rows() == [(state, FIGURES[figure]) for _, state in numbers]
    assert not found.rejects.height


@pytest.mark.parametrize("figure", list(READ))
@pytest.mark.parametrize(
    ("name", "code", "numbers"), [("ccode_democracy", "ccode", COW), ("gwcode_democracy", "gwcode", GW)]
)
def test_democracy_of_peacesciencer_on_cran(
    tmp_path: Path, figure: str, name: str, code: str, numbers: tuple[tuple[int, str], ...]
) -> None:
    rows: list[list[object]] = [[number, 2010, 0.8, 10, 1.5] for number, _ in numbers]
    found = READ[figure](written(tmp_path, name, f"{code},year,v2x_polyarchy,polity2,xm_qudsest", rows))
    assert found.frame.select("name", "state", "value").rows() == [
        (figure, state, FIGURES[figure]) for _, state in numbers
    ]


@pytest.mark.parametrize(("name", "code", "numbers"), [("cw_gdppop", "ccode", COW), ("gw_gdppop", "gwcode", GW)])
def test_product_and_population_of_isard(
    tmp_path: Path, name: str, code: str, numbers: tuple[tuple[int, str], ...]
) -> None:
    header = f"{code},year,mrgdppc,sd_mrgdppc,pwtrgdp,sd_pwtrgdp,pwtpop,sd_pwtpop"
    rows: list[list[object]] = [[number, 2010, 1, 0.1, 2, 0.2, 3, 0.3] for number, _ in numbers]
    found = read_gdppop(written(tmp_path, name, header, rows)).frame
    assert set(found["state"]) == {state for _, state in numbers}
    assert found.filter(state="DEU").select("name", "value", "sd").rows() == [
        ("mrgdppc", 1.0, 0.1),
        ("pwtrgdp", 2.0, 0.2),
        ("pwtpop", 3.0, 0.3),
    ]


@pytest.mark.parametrize(
    "header",
    [
        "ccode1,ccode2,conttype,begin,end",
        "ccode1,ccode2,conttype,stdate,enddate",
        "state1no,state2no,conttype,begin,end",
    ],
    ids=["peacesciencer on CRAN", "peacesciencer since", "the producer's"],
)
def test_contiguity_by_months_or_days(tmp_path: Path, header: str) -> None:
    begin, end, last = ("1860-01-01", "1945-08-01", "2016-12-01") if "date" in header else (186001, 194508, 201612)
    rows: list[list[object]] = [[365, 740, 3, begin, end], [740, 365, 3, begin, end], [2, 20, 1, begin, last]]
    found = read_contiguity(written(tmp_path, "cow_contdir", header, rows)).frame
    assert found.filter(source="JPN").select("target", "level", "start", "end").rows() == [
        ("RUS", 3.0, date(1860, 1, 1), date(1945, 8, 31))
    ]
