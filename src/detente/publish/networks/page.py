"""An architecture as one HTML file that needs nothing else: no script, no request, light and dark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from detente.answers.networks import Course
from detente.publish.charts.render import draw
from detente.publish.html import inline, style, template
from detente.publish.networks.pictures import described, network_title
from detente.publish.networks.tables import TextTable, course_tables

__all__ = ["architecture_page"]


def architecture_page(
    course: Course, pictures: Sequence[dict[str, Any]], tables: Sequence[TextTable] = (), notes: Sequence[str] = ()
) -> bytes:
    """Return an architecture as one HTML page.

    Parameters
    ----------
    course : Course
        The architecture.
    pictures : sequence of dict
        Specifications drawn in the light theme; the page turns their colours to the reader's.
    tables : sequence of TextTable, optional
        Further tables, after those of the course.
    notes : sequence of str, optional
        Further notes, after those of the course.

    Returns
    -------
    bytes
        UTF-8.
    """
    title = network_title(course)
    drawings = [inline(draw(spec, key=f"network-{i}", title=title)) for i, spec in enumerate(pictures)]
    page = template("architecture.html").render(
        title=title,
        lead=described(course),
        drawings=drawings,
        tables=[*course_tables(course), *tables],
        notes=[*course.notes, f"Sources: {', '.join(course.sources)}. As known on {course.as_of}.", *notes],
        style=style(),
    )
    return page.encode()
