bin := ".venv/bin"

# List what there is to run
default:
    @just --list

# Make .venv with everything that development needs, Detente in it editable
setup:
    python3 -m venv .venv
    {{bin}}/pip install --quiet --require-hashes -r requirements/lint.txt
    {{bin}}/pip install --quiet --require-hashes -r requirements/docs.txt
    {{bin}}/pip install --quiet --no-deps --no-build-isolation --editable .

# Run the tests, or those named
test *args:
    {{bin}}/python -m pytest {{args}}

# Lint, check formatting, types and the order of the floors
lint:
    {{bin}}/ruff check .
    {{bin}}/ruff format --check .
    {{bin}}/mypy
    {{bin}}/lint-imports

# Rewrite the generated pages and build the site into site/
docs:
    {{bin}}/python -m detente.catalog > docs/reference/data-dictionary.md
    {{bin}}/python docs/generate.py
    {{bin}}/sphinx-build --fail-on-warning --keep-going --quiet docs site

# Draw the README's picture again
picture:
    {{bin}}/python docs/picture.py

# Show the site, built by `just docs`, in a browser
serve: docs
    {{bin}}/python -m http.server --directory site --bind 127.0.0.1 8000

# Time what must stay fast: the commands, or another script of benchmarks/
bench script="commands" *args:
    {{bin}}/python benchmarks/{{script}}.py {{args}}

# Compute the starter pack again from the source data in a folder
starter folder:
    {{bin}}/detente data starter --from {{folder}}

# Rewrite the locks from pyproject.toml
lock *args:
    requirements/lock {{args}}

# Merge CSV batches into the facts compiled by hand, and hold them to their rules
facts *batches:
    {{bin}}/python scripts/merge_facts.py {{batches}}
    {{bin}}/python -m pytest tests/unit/data
