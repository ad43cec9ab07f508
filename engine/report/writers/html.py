"""HTML: one file that fetches nothing, readable on a screen of any colour and on paper."""

from __future__ import annotations

from base64 import b64encode
from importlib.resources import files

from engine.report.gate import visible_sections
from engine.report.types import Block, Report
from engine.texts import catalogue


def html(report: Report) -> bytes:
    """The report as one HTML file, style and pictures inside."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    folder = files("assets") / "report"
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    template = environment.from_string((folder / "report.html.jinja").read_text(encoding="utf-8"))
    style = (folder / "report.css").read_text(encoding="utf-8")
    return template.render(
        report=report,
        sections=visible_sections(report),
        edition=catalogue("report").say(f"edition_{report.edition}", report.language),
        style=Markup(style),  # noqa: S704 - our own file, not the client's text
        kind_of=kind_of,
        picture_address=picture_address,
    ).encode("utf-8")


def kind_of(block: Block) -> str:
    """Which kind of block it is, for the template."""
    return type(block).__name__


def picture_address(data: bytes) -> str:
    """The picture itself as an address."""
    kind = "png" if data.startswith(b"\x89PNG") else "jpeg"
    return f"data:image/{kind};base64,{b64encode(data).decode('ascii')}"
