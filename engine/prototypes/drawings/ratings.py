"""What invented viewers thought of films: tastes, popular films, kind and unkind viewers.

Viewers watch what is popular and what they like; some rows come twice, lack their rating, or are a robot's.
"""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import numpy as np

FIRST, DAYS = date(2023, 1, 1), 730
EACH = 40  # ratings of a viewer, on average
LEAST_VIEWERS, LEAST_FILMS = 6, 12
TASTES = 6
DOUBLED, UNRATED, ROBOTS = 0.005, 0.005, 0.01  # shares of rows, and of viewers
HEADS = ("user_id", "movie_id", "rating", "date")


def write_ratings(folder: Path, seed: int, count: int) -> None:
    """One table of about ``count`` ratings from 1 to 5."""
    random = np.random.default_rng(seed)
    viewers = max(LEAST_VIEWERS, count // EACH)
    films = max(LEAST_FILMS, viewers // 2)
    tastes, traits = random.normal(0, 0.45, (viewers, TASTES)), random.normal(0, 0.45, (films, TASTES))
    kindness, quality = random.normal(0, 0.35, viewers), random.normal(0, 0.45, films)
    popular = 0.5 * np.log(random.zipf(1.4, films).clip(max=10_000))
    robots = random.random(viewers) < ROBOTS
    rows: list[tuple[str, str, str, str]] = []
    for viewer in range(viewers):
        met = tastes[viewer] @ traits.T
        pull = np.exp(popular + 1.5 * met + 0.5 * quality)
        usual = count / viewers
        seen = min(films - 1, max(4, int(random.uniform(0.4, 1.6) * usual)))
        chosen = random.choice(films, seen, replace=False, p=pull / pull.sum())
        said = 3.4 + kindness[viewer] + quality[chosen] + 1.3 * met[chosen] + random.normal(0, 0.45, seen)
        stars = np.full(seen, 5) if robots[viewer] else np.clip(np.rint(said), 1, 5).astype(int)
        days = np.sort(random.integers(0, DAYS, seen))
        for film, star, day in zip(chosen, stars, days, strict=True):
            rating = "" if random.random() < UNRATED else str(star)
            when = (FIRST + timedelta(days=int(day))).isoformat()
            row = (f"u{viewer + 1:04d}", f"m{film + 1:04d}", rating, when)
            rows += [row] * (2 if random.random() < DOUBLED else 1)
    random.shuffle(rows)
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(HEADS)
    writer.writerows(rows)
    (folder / "ratings.csv").write_text(buffer.getvalue(), encoding="utf-8")
