"""The archives of MID 5.0 have several files; each source reads its own."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from detente.sources import source
from detente.sources.providers.cow_mid_incidents import COLUMNS as IN_INCIDENTS
from detente.sources.providers.cow_mid_participants import COLUMNS as IN_DISPUTES

FILES = {
    "codebook.pdf": "not a table",
    "MIDA 5.0.csv": "dispnum,stday,stmon,styear,endday,endmon,endyear,outcome\n2,-9,7,1902,24,1,1903,6\n",
    "MIDB 5.0.csv": ",".join(IN_DISPUTES.values()) + "\n2,2,-9,7,1902,24,1,1903,1,1,0,0,7,3,1\n",
    "MIDI 5.0.csv": "dispnum,incidnum,stday,stmon,styear,endday,endmon,endyear,action\n3551,1,16,7,1992,16,7,1992,7\n",
    "MIDIP 5.0.csv": ",".join(IN_INCIDENTS.values())
    + "\n4186,1,365,1,10,1998,1,10,1998,1,1,0,14,4\n4186,1,740,1,10,1998,1,10,1998,0,0,1,0,1\n",
}


@pytest.mark.parametrize(("name", "rows"), [("cow_mid_participants", 1), ("cow_mid_incidents", 1)])
def test_a_source_reads_its_own_file_of_the_archive(name: str, rows: int, tmp_path: Path) -> None:
    path = tmp_path / "MID-5-Data-and-Supporting-Materials.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file, text in FILES.items():
            archive.writestr(f"MID-5/{file}", text)
    parsed = source(name).read(path)
    assert (parsed.frame.height, parsed.rejects.height) == (rows, 0)
