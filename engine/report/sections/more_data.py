"""Whether more data would help, as the learning curve of the sample says."""

from __future__ import annotations

from engine.prototypes.figures import figure, interval
from engine.prototypes.more_words import answer
from engine.prototypes.types import MoreData
from engine.report.sections.material import Material
from engine.report.types import Block, Paragraph, Subheading, Table


def more_data(material: Material, found: MoreData) -> list[Block]:
    """The answer in a sentence or two, and the figures of the curve."""
    words = material.words
    system = words.lookup("prototypes", found.system)
    return [
        Subheading(words.say("more_data_heading", system=system)),
        Paragraph(answer(found, words.language)),
        table(material, found),
        Paragraph(words.say("more_data_how", steps=f"{found.steps:,}"), hint=True),
    ]


def table(material: Material, found: MoreData) -> Table:
    """What was trained, then what is estimated of more."""
    words = material.words
    trained = [(one.samples, one.mean, one.low, one.high, "trained") for one in found.spreads()]
    estimated = [(one.samples, one.figure, one.low, one.high, "estimated") for one in found.forecasts[1:]]
    rows = tuple(
        (
            f"{samples:,}",
            figure(value, found.unit),
            interval(low, high, found.unit),
            words.say(f"more_data_{known}"),
        )
        for samples, value, low, high, known in (*trained, *estimated)
    )
    header = (
        words.say("column_samples"),
        words.lookup("prototypes", found.metric),
        words.say("column_range"),
        words.say("column_known"),
    )
    return Table(header, rows, widths=(3, 3, 4, 3), fine=material.for_client)
