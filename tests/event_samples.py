"""Rows of event files, made up, in the shapes that the providers publish."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

ICEWS_HEADER = (
    "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\t"
    "Target Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\t"
    "Country\tLatitude\tLongitude"
)
POLECAT_HEADER = (
    "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\tActor Name\tActor Country\t"
    "Actor COW\tPrimary Actor Sector\tActor Sectors\tActor Title\tActor Name Raw\tWikipedia Actor ID\t"
    "Recipient Name\tRecipient Country\tRecipient COW\tPrimary Recipient Sector\tRecipient Sectors\t"
    "Recipient Title\tRecipient Name Raw\tWikipedia Recipient ID\tPlacename\tCity\tDistrict\tProvince\tCountry\t"
    "Latitude\tLongitude\tGeoNames ID\tRaw Placename\tFeature Type\tSource\tPublication Date\tStory People\t"
    "Story Organizations\tStory Locations\tLanguage\tVersion"
)


def gdelt(
    number: int,
    *,
    day: str = "20190121",
    added: str = "20190121220000",
    source: str = "USA",
    target: str = "RUS",
    code: str = "042",
    mentions: str = "3",
    width: int = 61,
) -> str:
    """Return a row of GDELT: 61 cells for 2.0, 58 or 57 for 1.0."""
    cells = [""] * width
    cells[0], cells[1], cells[2], cells[3], cells[4] = str(number), day, day[:6], day[:4], f"{day[:4]}.05"
    cells[5], cells[7], cells[15], cells[17] = source, source[:3], target, target[:3]
    cells[26], cells[27], cells[28], cells[30], cells[31] = code, code[:3], code[:2], "1.9", mentions
    cells[59 if width == 61 else 56] = added
    return "\t".join(cells)


def icews(
    number: int,
    *,
    day: str = "2018-10-02",
    source: str = "Japan",
    target: str = "Russian Federation",
    code: str = "040",
    story: str = "48311910",
    sentence: str = "2",
) -> str:
    """Return a row of ICEWS."""
    intensity = "-5" if code[:2] >= "10" else "1"
    cells = [str(number), day, f"Head of {source}", "Government", source, "Consult", code, intensity]
    cells += [f"Army of {target}"]
    cells += ["Military", target, story, sentence, "A Paper", "", "", "", "", "38.9", "-77.0"]
    return "\t".join(cells)


def polecat(
    number: int, *, day: str = "2020-03-01", kind: str = "CONSULT", source: str = "JPN", target: str = "RUS",
    published: str = "2020-03-02",
) -> str:  # fmt: skip
    """Return a row of POLECAT."""
    cells = ["None"] * 40
    cells[:5] = [f"E{number}", day, kind, "visit", "2.5"]
    cells[7], cells[8], cells[15], cells[16] = "A Minister", source, "A President", target
    cells[33], cells[34], cells[38] = "A Paper", published, "eng"
    return "\t".join(cells)


def write_zip(folder: Path, name: str, rows: Sequence[str] | bytes) -> Path:
    """Write rows as the only file of a zip archive."""
    data = rows if isinstance(rows, bytes) else "".join(f"{row}\n" for row in rows).encode()
    path = folder / f"{name}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return path


def write_quarter_hours(folder: Path, count: int, rows: int = 20) -> Path:
    """Write files of GDELT 2.0 for the first quarters of an hour of a day, some with rows that can't be kept."""
    folder.mkdir(exist_ok=True)
    states = ("USA", "RUS", "CHN", "JPN", "UKR", "GOV")
    for n in range(count):
        stamp = f"20190121{n // 4:02d}{n % 4 * 15:02d}00"
        lines = [
            gdelt(
                1000 * n + i, added=stamp, source=states[i % 6], target=states[(i + 1 + n) % 6], mentions=str(1 + i % 7)
            )
            for i in range(rows)
        ]
        if n % 3 == 0:
            lines[5] = "torn\trow"
        write_zip(folder, f"{stamp}.export.CSV", lines)
    return folder
