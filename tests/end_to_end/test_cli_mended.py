"""A damaged note on a dataset is mended, and a store with rejected parts of rows is whole."""

from __future__ import annotations

from pathlib import Path

from cli_sample import Detente

MAPPING = 'dataset = "mine"\n[columns]\ndate = "day"\nsource = "a"\ntarget = "b"\ncameo = "code"\n'
HEAD = "day,a,b,code\n"
GOOD = "2014-03-18,RUS,UKR,190\n2014-03-19,RUS,UKR,112\n"


def test_ingest_mends_a_damaged_note_on_a_dataset(detente: Detente, tmp_path: Path) -> None:
    mapping, file = tmp_path / "m.toml", tmp_path / "x.csv"
    mapping.write_text(MAPPING + '[about]\ntitle = "Talks of 2014"\n', encoding="utf-8")
    file.write_text(HEAD + GOOD, encoding="utf-8")
    assert detente("ingest", file, "--map", mapping).code == 0
    note = Path(detente("data", "status", "--json").data["home"]) / "about" / "mine.json"
    whole = note.read_bytes()
    for damaged in (
        b"",
        whole[:9],
        b"\xff" + whole[1:],
        whole.replace(b"\n", b"\x01", 1),
        whole.replace(b"Talks", b"Walks"),
    ):
        note.write_bytes(damaged)
        verified = detente("data", "verify", "--json")
        assert verified.code == 3
        assert ["mine.json" in fault for fault in verified.data["faults"]] == [True]
        assert detente("ingest", file, "--map", mapping).code == 0
        assert note.read_bytes() == whole


def test_a_store_with_rejected_parts_of_rows_is_whole(detente: Detente, tmp_path: Path) -> None:
    head = "case_id,sanctioned_state,sanctioning_state,begin,end,trade,arms,military,financial,travel,other,descr_trade"
    file = tmp_path / "GSDB_V4.csv"
    rows = [
        '1,"Poland, Atlantis","Norway, Sweden",1982,1983,1,1,0,0,0,0,exp_part',
        "2,Niger,Benin,1990,1991,1,1,0,0,0,0,",
    ]
    file.write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    done = detente("ingest", "gsdb", file, "--json")
    assert done.code == 0
    (batch,) = detente("data", "batches", "--json").data
    assert (batch["rows_ok"], batch["rows_rejected"]) == (2, 0)
    assert detente("data", "rejects", batch["batch"], "--json").data
    assert detente("data", "verify").code == 0
