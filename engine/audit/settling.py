"""A second look at pictures that may be the same in two codings: only their pixels can say so.

In the first pass a JPEG is known by its coded data, which costs no decoding. Copies of it in
another format, or coded anew without loss, show up as near copies of the same size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from engine.audit.records import Record, Tie


def settle(
    inputs: Sequence[Record], ties: Iterable[Tie], exactly: Callable[[list[str]], Iterator[Record]]
) -> None:
    """Puts what the pixels say into the records; what cannot be read again stays as it is.

    ``exactly``: files by their paths → their records, with the digests of their pixels, in order.
    """
    wanted: dict[int, str] = {}
    for tie in ties:
        one, other = inputs[tie.one], inputs[tie.other]
        if tie.kind == "near" and _may_be_equal(one, other):
            wanted |= {
                record.content: record.id for record in (one, other) if record.coded and record.content
            }
    found = {old: record.content for old, record in zip(wanted, exactly(list(wanted.values())), strict=False)}
    for record in inputs if found else ():
        if record.coded and record.content in found:
            record.content = found[record.content] or record.content


def _may_be_equal(one: Record, other: Record) -> bool:
    if one.content == other.content or one.size != other.size:
        return False
    return one.coded != other.coded or (one.coded and one.picture == other.picture)
