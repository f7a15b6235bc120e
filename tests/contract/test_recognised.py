"""Every source's file is recognised by its columns, or the candidates are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.sources import SOURCES
from detente.sources.readers.layouts import Layout
from detente.sources.recognition import recognise

FORMS = [(name, form) for name, one in SOURCES.items() if one.table != "counts" for form in one.layouts]


@pytest.mark.parametrize(("name", "form"), FORMS, ids=[f"{name}, {form.name}" for name, form in FORMS])
def test_each_form_of_each_source_is_recognised(name: str, form: Layout, tmp_path: Path) -> None:
    file = tmp_path / "downloaded.csv"
    file.write_text(",".join(form.columns.values()) + "\n", encoding="utf-8")
    assert [one.name for one in recognise(file, SOURCES)] == [name]


def test_a_file_with_the_columns_of_several_sources_names_them(tmp_path: Path) -> None:
    forms = [form for name in ("polity", "vdem", "euds") for form in SOURCES[name].layouts]
    file = tmp_path / "democracy.csv"
    file.write_text(",".join({name for form in forms for name in form.columns.values()}) + "\n", encoding="utf-8")
    assert {"polity", "vdem", "euds"} <= {one.name for one in recognise(file, SOURCES)}
    file = file.rename(tmp_path / "V-Dem-CY.csv")
    assert [one.name for one in recognise(file, SOURCES)] == ["vdem"]


def test_a_file_of_no_source_is_not_recognised(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("colour,size\nred,2\n", encoding="utf-8")
    assert recognise(file, SOURCES) == []
