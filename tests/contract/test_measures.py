"""What holds for every measure: it is a function of what its frames say, and of nothing else.

The order of rows tells nothing, columns that it does not use may be there, its frames are left as they were, the same
question has the same answer, and a column that it needs is asked for by name.
"""

from __future__ import annotations

import polars as pl
import pytest
from measure_samples import SAMPLES, Sample
from polars.testing import assert_frame_equal

from detente.errors import TableError

EVERY = pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES.keys())


def answer(sample: Sample, **changed: pl.DataFrame) -> pl.DataFrame:
    found = sample.measure(**{**sample.frames, **changed})
    assert isinstance(found, pl.DataFrame)
    return found


@EVERY
def test_its_sample_has_an_answer(sample: Sample) -> None:
    assert not answer(sample).is_empty()


@EVERY
def test_the_same_question_has_the_same_answer(sample: Sample) -> None:
    assert_frame_equal(answer(sample), answer(sample))


@EVERY
def test_its_frames_are_left_as_they_were(sample: Sample) -> None:
    before = {name: frame.clone() for name, frame in sample.frames.items()}
    answer(sample)
    for name, frame in sample.frames.items():
        assert_frame_equal(frame, before[name])


@EVERY
def test_the_order_of_rows_tells_nothing(sample: Sample) -> None:
    turned = {name: frame.reverse() for name, frame in sample.frames.items()}
    one, other = answer(sample), answer(sample, **turned)
    key = [name for name, kind in one.schema.items() if not kind.is_float()] or one.columns
    assert_frame_equal(one.sort(key), other.sort(key), rel_tol=1e-9, abs_tol=1e-9)


@EVERY
def test_columns_that_it_does_not_use_may_be_there(sample: Sample) -> None:
    more = {name: frame.with_columns(remark=pl.lit("seen")) for name, frame in sample.frames.items()}
    found = answer(sample, **more)
    assert_frame_equal(answer(sample), found.drop("remark", strict=False))


@EVERY
def test_a_column_that_it_needs_is_requested_by_name(sample: Sample) -> None:
    for name, columns in sample.needs.items():
        for column in columns:
            with pytest.raises(TableError, match=rf"\b{column}\b"):
                answer(sample, **{name: sample.frames[name].drop(column)})
