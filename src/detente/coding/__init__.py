"""The event coder: dated acts between states, read from news text by rules. Text in, acts out.

`code_text` splits a text into sentences and tokens (`tokens`), finds the states it names (`mentions`), what each
name stands for (`roles`), the verbs of the lexicon (`predicates`), and who does what to whom (`clauses`, `nominal`).
`code` does so for a frame of texts.
The lists are CSV files in ``resources/coding``, with a reason for each row.
"""

from detente.coding.acts import Act, code_text
from detente.coding.texts import Coded, code

__all__ = ["Act", "Coded", "code", "code_text"]
