"""The sections of a brief, one module a section; `detente.brief.sections.order` lists them in reading order.

A section is a function of the evidence and the register that returns a `Section`. The bottom line and the outlook take
the judgements, too.
"""
