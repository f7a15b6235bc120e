"""Recognition of a file's source by its columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fnmatch import fnmatch
from pathlib import Path

from detente.sources.contract import Source
from detente.sources.readers.archives import members
from detente.sources.readers.literal_paths import parquet_schema
from detente.sources.readers.stata_files import is_stata, stata_columns
from detente.sources.readers.text_files import header_of

__all__ = ["recognise"]

PARQUET = b"PAR1"
LONGEST_HEADER = 1 << 20  # bytes; a longer first line is not a header


def recognise(path: Path, sources: Mapping[str, Source]) -> list[Source]:
    r"""Return the source of a file; several where its columns and name leave it open; none where none matches.

    The file's columns are compared with the layouts of each source. Of two sources that match, the one whose layout
    has the other's columns and more is returned; otherwise the file's name decides.

    Parameters
    ----------
    path : pathlib.Path
        Parquet, Stata, or text with a header, plain, gzipped or zipped.
    sources : mapping of str to Source
        The sources.

    Raises
    ------
    DataError
        If it can't be read.

    Examples
    --------
    >>> import tempfile
    >>> from detente.sources import SOURCES
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "votes-of-2014.csv"
    ...     _ = file.write_text("rcid,session,date,unres,ccode,vote\n")
    ...     [one.name for one in recognise(file, SOURCES)]
    ['unga_votes']
    """
    headers = _headers(path)
    matching: dict[str, frozenset[str]] = {}
    for names in headers:
        given = {name.strip().lower() for name in names}
        for one in sources.values():
            forms = [frozenset(theirs.lower() for theirs in form.columns.values()) for form in one.layouts]
            if forms := [form for form in forms if form <= given]:
                matching[one.name] = max(forms, key=len)
    best = [name for name, form in matching.items() if not any(form < other for other in matching.values())]
    if len(best) != 1:
        usual = [name for name in best or sources if _has_usual_name(path, sources[name])]
        best = usual if len(usual) == 1 else best
    return [sources[name] for name in sorted(best)]


def _has_usual_name(path: Path, one: Source) -> bool:
    return any(fnmatch(path.name.lower(), usual.lower()) for usual in one.files)


def _headers(path: Path) -> list[Sequence[str]]:
    """Return the names of the columns, of each file that a path holds."""
    if is_stata(path):
        return [stata_columns(path)]
    found: list[Sequence[str]] = []
    for member in members(path):
        head = member.head()
        if head.startswith(PARQUET):
            found.append(list(parquet_schema(path)))
        else:
            line = head[:LONGEST_HEADER].partition(b"\n")[0].decode("utf-8-sig", errors="replace")
            found.append(header_of(line.partition("\r")[0])[1])
    return found
