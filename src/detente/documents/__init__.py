"""The document model: sections of sentences, tables and charts, with every number bound to what it came from.

::

    answer             the base class of what a verb returns
    document           the document model: what every answer becomes before it is printed
    figures            figures and records: what a number in a document is bound to
    network_drawing    a network of states as a block of a document
    permalink          what makes a document again, byte for byte
    probability_words  probability words bound to numbers
    prose              prose in which every number is bound to a figure, a record or a date
    register           the register of one document: every figure and record it uses, each under one id
    tense              the present tense ends where the records do
"""
