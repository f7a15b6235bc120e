"""Run the command line: ``python -m detente.cli``."""

from detente.cli import main

main()
