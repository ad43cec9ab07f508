"""Crews with real children: each request that breaks one is lost alone, and nothing of them stays."""

from __future__ import annotations

import time
from pathlib import Path

import psutil
import pytest

from engine.jobs import JobFailedError, Task
from engine.jobs.crew import Crew
from engine.jobs.patience import FileLimits
from engine.jobs.served import Lost, Request

TASKS = Path(__file__).with_name("tasks")
LIMITS = FileLimits(seconds=20, memory_bytes=200 << 20)
HASTY = FileLimits(seconds=0.5)


def crew(size=2, limits=LIMITS, function="prepare"):
    return Crew(Task("served_samples", function), {"set": "부품"}, size, limits, [TASKS])


def asked(crew, bodies):
    return [answers for _, answers in crew.map(bodies, lambda body: [Request(body, b"\n\xff")])]


def answer_to(body):
    return ([{"set": "부품"}, body, "\n\xff"],)


def test_answers_come_in_order_with_params_and_data():
    bodies = [{"sleep": 0.002 * (number % 3), "number": number} for number in range(300)]
    with crew() as both:
        assert asked(both, bodies) == [answer_to(body) for body in bodies]
        assert asked(both, ["다시"]) == [answer_to("다시")]


def test_items_may_ask_for_nothing_or_more():
    with crew(size=1) as one:
        got = list(one.map(range(50), lambda number: [Request(n) for n in range(number % 3)]))
    assert [item for item, _ in got] == list(range(50))
    assert all([said[1] for said in answers] == list(range(item % 3)) for item, answers in got)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("abort", "crashed"),
        ("null", "crashed"),
        ("exit", "crashed"),
        ("raise", "crashed"),
        ("hang", "slow"),
        ("spin", "slow"),
        ("eat", "big"),
        ("greedy", "big"),
    ],
)
def test_what_breaks_a_child_is_lost_alone(body, reason):
    bodies = [*range(40), body, *range(40, 80)]
    with crew(limits=HASTY if reason == "slow" else LIMITS) as both:
        got = asked(both, bodies)
    assert got[40] == (Lost(reason),)
    del got[40]
    assert got == [answer_to(number) for number in range(80)]


def test_several_breakers_in_one_batch():
    bodies = [1, "abort", "exit", 2, "abort", 3]
    with crew(size=1) as one:
        asked(one, range(2000))  # batches have grown
        got = asked(one, bodies)
    assert [isinstance(answers[0], Lost) for answers in got] == [False, True, True, False, True, False]


def test_reading_on_is_not_hanging():
    with crew(1, HASTY) as one:
        assert asked(one, ["read on"]) == [answer_to("read on")]


def test_there_is_an_end_to_reading_on():
    with crew(1, FileLimits(longest=0.4)) as one:
        assert asked(one, ["read on", 1]) == [(Lost("slow"),), answer_to(1)]


def test_stray_prints_do_no_harm():
    with crew(size=1) as one:
        assert asked(one, ["print", 1]) == [answer_to("print"), answer_to(1)]


def test_a_child_that_was_killed_from_outside_costs_nothing():
    with crew(size=1) as one:
        ((pid,),) = asked(one, ["pid"])
        psutil.Process(pid).kill()
        assert asked(one, [1, 2]) == [answer_to(1), answer_to(2)]


def test_a_child_that_cannot_start_is_ours():
    with crew(function="never_ready") as both, pytest.raises(JobFailedError):
        asked(both, [1])


def test_leaving_in_the_midst_takes_no_time():
    with crew() as both:
        answers = both.map([1, 2, "hang", "spin", "hang"], lambda body: [Request(body)])
        next(answers)
        began = time.monotonic()
    assert time.monotonic() - began < 1


def test_one_is_told_while_waiting():
    told = []
    with crew(size=1) as one:
        list(one.map([{"sleep": 0.45}], lambda body: [Request(body)], lambda: told.append(1)))
    assert len(told) >= 2


def test_the_time_of_one_request_is_not_laid_on_the_next():
    """Batches of one, each in hand for most of what one may take in all."""
    with crew(1, FileLimits(longest=1.5)) as one:
        bodies = [{"sleep": 0.5, "number": number} for number in range(4)]
        assert asked(one, bodies) == [answer_to(body) for body in bodies]
