"""Whether more data would help, in words: for the command, the window and the report alike."""

from __future__ import annotations

from engine.prototypes.figures import figure, interval
from engine.prototypes.types import CurveForecast, MoreData, Spread
from engine.texts import Language, catalogue


def answer(found: MoreData, language: Language) -> str:
    """The answer, and what so many more are estimated to bring where they bring something."""
    reason = "short" if found.plateau and found.short else found.outlook
    outlook = catalogue("prototypes").say(f"more_data_{reason}", language)
    return f"{outlook} {goal(found, language)}".strip()


def goal(found: MoreData, language: Language) -> str:
    """How many more to collect, and the figure to expect with its band; empty unless more surely helps."""
    if found.outlook != "helps":
        return ""
    then = found.goal
    more = then.samples - found.forecasts[0].samples
    return _say("more_data_goal", found, then, language, more=f"{more:,}")


def reached(found: MoreData, spread: Spread, language: Language) -> str:
    """What the trainings on so many samples came to."""
    return catalogue("prototypes").say(
        "more_data_now",
        language,
        samples=f"{spread.samples:,}",
        metric=catalogue("prototypes").say(found.metric, language),
        figure=figure(spread.mean, found.unit),
        interval=interval(spread.low, spread.high, found.unit),
    )


def expected(found: MoreData, then: CurveForecast, language: Language) -> str:
    """What to expect of so many samples."""
    return _say("more_data_then", found, then, language)


def lines(found: MoreData, language: Language) -> tuple[str, ...]:
    """Every figure that the answer rests on, the fewest samples first."""
    return (
        *(reached(found, spread, language) for spread in found.spreads()),
        *(expected(found, then, language) for then in found.forecasts[1:]),
    )


def _say(key: str, found: MoreData, then: CurveForecast, language: Language, **more: str) -> str:
    return catalogue("prototypes").say(
        key,
        language,
        samples=f"{then.samples:,}",
        metric=catalogue("prototypes").say(found.metric, language),
        figure=figure(then.figure, found.unit),
        interval=interval(then.low, then.high, found.unit),
        **more,
    )
