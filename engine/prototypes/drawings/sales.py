"""Daily sales of invented shops: weeks, seasons, promotions and holidays, with what spoils real tables.

Days are missing, products are sold out, some day holds ten times too much, and levels move for no reason.
"""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

FIRST = date(2022, 1, 1)
DAYS = 1000
PRODUCTS = ("coffee", "bread", "soup", "juice", "cake")
HOLIDAYS = ((1, 1), (3, 1), (5, 5), (6, 6), (8, 15), (10, 3), (10, 9), (12, 25))
HEADS = ("date", "store", "product", "promotion", "holiday", "sales")
MISSING, SOLD_OUT, WILD = 0.004, 0.003, 0.0006  # shares of days


def write_sales(folder: Path, seed: int, count: int) -> None:
    """One table of ``count`` series."""
    random = np.random.default_rng(seed)
    days = [FIRST + timedelta(days=number) for number in range(DAYS)]
    holiday = np.asarray([(day.month, day.day) in HOLIDAYS for day in days])
    weather = _drift(random, 0.8, 0.05)
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(HEADS)
    for number in range(max(1, count)):
        store, product = f"S{number // len(PRODUCTS) + 1:02d}", PRODUCTS[number % len(PRODUCTS)]
        promotion, sales = _series(random, days, holiday, weather)
        kept = random.random(DAYS) >= MISSING
        for day, promoted, free, sold, there in zip(days, promotion, holiday, sales, kept, strict=True):
            if there:
                writer.writerow([day.isoformat(), store, product, int(promoted), int(free), int(sold)])
    (folder / "sales.csv").write_text(buffer.getvalue(), encoding="utf-8")


def _series(
    random: Generator, days: list[date], holiday: NDArray[np.bool_], weather: NDArray[np.float64]
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Whether there is a promotion, and how much is sold, of every day."""
    steps = np.arange(DAYS)
    weekday = np.asarray([day.weekday() for day in days])
    turn = np.asarray([day.timetuple().tm_yday for day in days]) / 365.25
    promotion = np.convolve(random.random(DAYS) < 0.02, np.ones(3), "full")[:DAYS] > 0
    level = np.log(random.uniform(20, 200)) + 0.2 * random.normal() * steps / DAYS
    season = 0.25 * np.sin(2 * np.pi * (turn + random.random()))
    moved = np.where(steps > random.integers(100, 4 * DAYS), random.normal(0, 0.25), 0.0)
    noise = _drift(random, 0.7, 0.07) + 0.5 * weather
    promoted, free = random.uniform(0.25, 0.45), random.normal(-0.2, 0.25)
    week = random.normal(0, 0.25, 7)[weekday]
    logs = level + season + moved + week + promoted * promotion + free * holiday + noise
    sales = np.rint(np.exp(logs))
    sales[random.random(DAYS) < SOLD_OUT] = 0
    sales[random.random(DAYS) < WILD] *= 10
    return promotion, sales


def _drift(random: Generator, hold: float, spread: float) -> NDArray[np.float64]:
    """What wanders about nothing, keeping ``hold`` of itself from day to day."""
    found = np.zeros(DAYS)
    shocks = random.normal(0, spread, DAYS)
    for day in range(1, DAYS):
        found[day] = hold * found[day - 1] + shocks[day]
    return found
