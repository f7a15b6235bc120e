"""Answers that have a document: prose, tables and charts, in every format and in notebooks."""

from __future__ import annotations

from detente.documents.answer import Answer
from detente.documents.document import Document
from detente.store import Store

__all__ = ["DocumentAnswer"]


class DocumentAnswer(Answer):
    """An answer that `to_document` turns into prose, tables and charts; `detente.write` writes that to a file."""

    __slots__ = ()

    def to_document(self, *, store: Store | None = None) -> Document:
        """Return the answer as a document.

        Parameters
        ----------
        store : Store, optional
            Where the sources are described; by default the starter pack with the user's own records.
        """
        from detente.answers.documents import document_of  # noqa: PLC0415 - a table alone needs no document

        return document_of(self, store=store)

    def _repr_html_(self) -> str:
        """Return the document as a notebook shows it."""
        from detente.publish import notebook_html  # noqa: PLC0415 - as above

        return notebook_html(self.to_document())
