"""Income and population: three indicators of many, each with its standard deviation."""

from __future__ import annotations

from pathlib import Path

from detente.sources.providers.gdppop import INDICATORS, read


def test_predictions_by_numbers_of_gleditsch_and_ward(tmp_path: Path) -> None:
    path = tmp_path / "estimates.csv"
    rows = [f"260,2000,{name},{i},0.{i}" for i, name in enumerate(INDICATORS, start=1)]
    path.write_text("\n".join(["gwno,year,indicator,mean,sd", *rows, "260,2000,latent_pop,9,9", ""]))
    found = read(path)
    assert found.frame.select("name", "state", "value", "sd").rows() == [
        ("mrgdppc", "DEU", 1.0, 0.1),
        ("pwtrgdp", "DEU", 2.0, 0.2),
        ("pwtpop", "DEU", 3.0, 0.3),
    ]
    assert found.frame["unit"].n_unique() == 3
    assert found.rejects["column"].to_list() == ["indicator"]


def test_copies_by_either_list(tmp_path: Path) -> None:
    names = "year,mrgdppc,sd_mrgdppc,pwtrgdp,sd_pwtrgdp,pwtpop,sd_pwtpop"
    path = tmp_path / "gdppop.csv"
    path.write_text(f"ccode,{names}\n679,2010,1,.1,2,.2,NA,NA\n")
    assert read(path).frame.select("name", "state").rows() == [("mrgdppc", "YEM"), ("pwtrgdp", "YEM")]
    path.write_text(f"gwcode,{names}\n678,2010,1,.1,2,.2,3,.3\n")
    assert read(path).frame["state"].to_list() == ["YEM"] * 3
