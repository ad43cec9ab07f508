"""Series forecasting: which columns are what, even steps, windows in time, the file's codec, simple ways."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from bench_reporter import RecordingReporter

from engine.dataset import open_dataset
from engine.errors import UserError
from engine.prototypes.metrics import METRICS
from engine.prototypes.systems.series_forecasting import SeriesForecasting
from engine.prototypes.tables.moments import date_words, moments
from engine.prototypes.tables.series import filled, read_board
from engine.prototypes.tables.series_shape import shape_of, step_of

SYSTEM = SeriesForecasting()
DAY = 86_400


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sales")
    SYSTEM.make_example(folder, 0, 6)
    dataset = open_dataset(folder)
    examples = SYSTEM.read(dataset, 0, RecordingReporter())
    return dataset, examples, SYSTEM.split(examples, 0)


def write(folder, head, rows):
    (folder / "t.csv").write_text("\n".join([head, *(",".join(map(str, row)) for row in rows)]) + "\n")
    return open_dataset(folder)


def test_its_example_is_what_it_takes(example):
    dataset, examples, _ = example
    said = dataset.recognition
    assert said.systems[0] == "series_forecasting"
    assert SYSTEM.card.fits(said.layout, said.input_modality, said.target_modality)
    first = {f"S01 · {product}" for product in ("bread", "cake", "coffee", "juice", "soup")}
    assert {one.name for one in examples.prepared} == first | {"S02 · coffee"}
    assert examples.prepared[0].ahead == ("promotion", "holiday")


def test_the_past_learns_and_the_latest_stretch_judges(example):
    _, examples, sides = example
    latest = max(examples.prepared[index].moment for index in sides.train)
    horizon = examples.prepared[0].shape.horizon
    assert min(examples.prepared[index].moment for index in sides.validation) >= latest + horizon * DAY
    chosen = max(examples.prepared[index].moment for index in sides.validation)
    starts = sorted({examples.prepared[index].moment for index in sides.test})
    assert starts[0] >= chosen + horizon * DAY
    assert min(np.diff(starts)) >= horizon * DAY


def test_the_file_brings_the_codec_back(example):
    dataset, examples, sides = example
    codec = SYSTEM.plans(examples, sides)[0].codec
    again = SYSTEM.codec(json.loads(json.dumps(codec.settings())))
    ran = list(again.read_all(dataset))
    known = {examples.prepared[index].fingerprint for index in (*sides.train, *sides.validation)}
    judged = {examples.prepared[index].fingerprint for index in sides.test}
    marks = {one.fingerprint for one in ran}
    assert judged <= marks
    assert len(known & marks) > 50
    one = next(one for one in ran if one.truth is not None)
    assert np.allclose(again.told(one, again.scaled(one, one.truth)), one.truth)
    said = {"forecast": again.scaled(one, one.truth).astype(np.float32)}
    answer = again.answer(one, said)
    assert answer.predicted == answer.truth
    assert again.draw(one, said).shape == (200, 400, 3)


def test_the_future_is_foreseen_too(example):
    dataset, examples, sides = example
    codec = SYSTEM.plans(examples, sides)[0].codec
    ahead = [one for one in codec.read_all(dataset) if one.truth is None]
    assert len(ahead) == 6
    assert {date_words(one.moment) for one in ahead} == {"2024-09-27"}
    said = {"forecast": np.zeros(codec.said.shape.horizon, np.float32)}
    assert codec.answer(ahead[0], said).truth is None
    assert codec.draw(ahead[0], said).shape == (200, 400, 3)


def test_the_simple_ways_are_in_order_and_a_perfect_forecast_is_perfect(example):
    _, examples, sides = example
    combine = METRICS["forecast_error"].combine
    figures = {one.name: combine(one.evidence(sides.test)) for one in SYSTEM.baselines(examples, sides, 0)}
    assert figures["ridge_lags"] < figures["seasonal_naive"] < figures["last_value"]
    plan = SYSTEM.plans(examples, sides)[0]
    truth = [examples.prepared[index] for index in sides.test]
    exact = np.stack([plan.codec.scaled(one, one.truth) for one in truth]).astype(np.float32)
    assert combine(plan.evidence({"forecast": exact}, sides.test)) < 1e-4


def test_the_network_begins_with_what_ridge_regression_says(example):
    import torch

    _, examples, sides = example
    plan = SYSTEM.plans(examples, sides)[0]
    learner = plan.learner()
    feeds = plan.codec.feeds([examples.prepared[index] for index in sides.test])
    with torch.no_grad():
        said = learner.network.eval()(*(torch.from_numpy(each) for each in feeds.values())).numpy()
    ridge = SYSTEM.baselines(examples, sides, 0)[-1].evidence(sides.test)
    assert np.allclose(plan.evidence({"forecast": said}, sides.test), ridge, rtol=1e-3)
    assert np.isfinite(learner.step(sides.train[:8], 1.0, 0.1, torch.Generator().manual_seed(0)))


def test_columns_of_numbers_side_by_side_are_series_each(tmp_path):
    rows = [(f"{2000 + n // 12}-{n % 12 + 1:02d}-01", n + 3 * (n % 12), 500 - n) for n in range(120)]
    board = read_board(write(tmp_path, "month,north,south", rows))
    assert [line.name for line in board.lines] == ["north", "south"]
    assert board.step.months == 1
    shape = shape_of(board.step, board.end)
    assert (shape.period, shape.horizon) == (12, 12)
    assert date_words(board.moments[13]) == "2001-02-01"


def test_short_gaps_are_bridged_and_long_ones_left_open():
    values = np.asarray([1.0, np.nan, 3.0, *[np.nan] * 5, 9.0])
    made = filled(values)
    assert made[1] == 2
    assert np.isnan(made[3:8]).all()


@pytest.mark.parametrize(
    ("seconds", "period"), [(3600, 24), (DAY, 7), (7 * DAY, 52), (900, 96), (30, 1), (365.2425 * DAY, 1)]
)
def test_the_rhythm_follows_the_step(seconds, period):
    assert shape_of(step_of(np.arange(2000) * float(seconds)), 2000).period == period


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("2024-05-03", "2024-05-03"),
        ("2024년 5월 3일", "2024-05-03"),
        ("2024/5/3 13:05:00", "2024-05-03 13:05"),
        ("20240503", "2024-05-03"),
        ("2024Q2", "2024-04-01"),
        ("2024년 2분기", "2024-04-01"),
        ("2024-W12", "2024-03-18"),
        ("May 3, 2024", "2024-05-03"),
        ("1714694400", "2024-05-03"),
        ("2024년 5월", "2024-05-01"),
        ("2024. 5. 3. 오후 1:05", "2024-05-03 13:05"),
        ("2024년 5월 3일 (금) 13시", "2024-05-03 13:00"),
        ("2024-05-02 24:00", "2024-05-03"),
        ("03-May-24", "2024-05-03"),
        ("May 2024", "2024-05-01"),
        ("1880", "1880-01-01"),
    ],
)
def test_moments_are_read_as_they_are_written(cell, said):
    assert date_words(moments([cell])[0]) == said


def test_whether_day_or_month_comes_first_the_column_tells():
    assert [date_words(one) for one in moments(["3/5/2024", "3/25/2024"])] == ["2024-03-05", "2024-03-25"]
    assert date_words(moments(["3/5/2024", "25/3/2024"])[0]) == "2024-05-03"
    assert date_words(moments(["24.05.02", "24.05.03"])[1]) == "2024-05-03"
    assert np.isnan(moments(["2024-02-31", "", "soon"])).all()


@pytest.mark.parametrize(
    ("head", "row", "step"),
    [
        ("일자,요일,매출액(원)", '{0.year}년 {0.month}월 {0.day}일,월,"{1:,}원"', DAY),
        ("year,month,day,hour,count", "{0.year},{0.month},{0.day},{0.hour},{1}", 3600),
        ("날짜,시간,발전량", "{0:%Y-%m-%d},{0:%H:%M},{1}", 3600),
        ("일시;사용량", "{0:%y.%m.%d %H:%M};{1}", 3600),
    ],
)
def test_moments_and_amounts_as_people_write_them(tmp_path, head, row, step):
    first = datetime(2024, 1, 30, tzinfo=UTC)
    rows = [row.format(first + timedelta(seconds=step * n), 1000 + n % 7 * 250) for n in range(90)]
    (tmp_path / "t.csv").write_text("\n".join([head, *rows]), encoding="cp949")
    dataset = open_dataset(tmp_path)
    assert dataset.recognition.systems[0] == "series_forecasting"
    board = read_board(dataset)
    assert [(len(line.values), line.values[1]) for line in board.lines] == [(90, 1250)]
    assert board.step.seconds == step


def test_files_of_the_same_moments_are_series_each(tmp_path):
    for sensor in range(3):
        rows = "".join(f"2024-01-01 00:{n:02d}:00,{n + 100 * sensor}\n" for n in range(60))
        (tmp_path / f"sensor_{sensor}.csv").write_text(f"time,value\n{rows}")
    board = read_board(open_dataset(tmp_path))
    assert [(line.name, line.values[5]) for line in board.lines] == [
        ("sensor_0", 5),
        ("sensor_1", 105),
        ("sensor_2", 205),
    ]


def test_too_few_moments_and_no_moments_are_told(tmp_path):
    few = write(tmp_path, "date,sales", [(f"2024-01-{day:02d}", day) for day in range(1, 20)])
    with pytest.raises(UserError) as caught:
        SYSTEM.read(few, 0, RecordingReporter())
    assert caught.value.code == "prototype_short_series"
    none = write(tmp_path, "size,price", [(n, 3 * n) for n in range(60)])
    with pytest.raises(UserError) as caught:
        SYSTEM.read(none, 0, RecordingReporter())
    assert caught.value.code == "prototype_no_series"


def test_a_table_with_other_steps_is_refused(example, tmp_path):
    _, examples, sides = example
    codec = SYSTEM.plans(examples, sides)[0].codec
    months = [(f"{1990 + n // 12}-{n % 12 + 1:02d}", 100 + n) for n in range(200)]
    with pytest.raises(UserError) as caught:
        list(codec.read_all(write(tmp_path, "month,sales", months)))
    assert caught.value.code == "prototype_other_steps"
