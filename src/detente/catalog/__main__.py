"""Print the data dictionary: ``python -m detente.catalog > docs/reference/data-dictionary.md``."""

import sys

from detente.catalog.dictionary import data_dictionary

sys.stdout.write(data_dictionary())
