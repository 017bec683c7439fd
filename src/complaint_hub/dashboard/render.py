"""Writes a dashboard as one HTML file that asks for nothing: style, script and charts are inside.

For: :func:`render`.
Must not: compute a figure, or let a text through unescaped: every template escapes, and the only markup from Python are
charts, which hold numbers. The policy of the page allows one style and one script, by their hashes, and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from .charts import bar, due_days, trend_chart
from .formats import FILTERS, HELPERS, WORDS, counts_told
from .headline import joined, rise
from .messages import messages
from .values import Dashboard

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

__all__ = ["render"]


def render(dashboard: Dashboard, *, public: bool = False) -> str:
    """The page.

    Args:
        public: True refuses a dashboard that still holds what only the office may see.

    Raises: ValueError, if *public* and the dashboard is not one of ``gather_public``.
    """
    if public and not dashboard.public:
        raise ValueError("this dashboard is the office's own: make the public one with gather_public(...)")
    style, script = _file("page.css"), _file("page.js")
    template = _environment().get_template("page.html.j2")
    return template.render(
        d=dashboard,
        say=messages(dashboard),
        style=_trusted(style),
        script=_trusted(script),
        style_hash=_hash(style),
        script_hash=_hash(script),
        n=counts_told(dashboard.least),
        rise=rise(dashboard.trend),
        words=WORDS,
        bar=bar,
        due_days=due_days,
        trend_chart=trend_chart,
        joined=joined,
        **HELPERS,
    )


@cache
def _environment() -> Environment:
    # Whoever only gathers needs no templates.
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("complaint_hub.dashboard", "templates"),
        autoescape=True,  # A switch by file name would not see an ending like .j2.
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(FILTERS)
    return environment


@cache
def _file(name: str) -> str:
    return resources.files("complaint_hub.dashboard").joinpath("templates", name).read_text(encoding="utf-8")


def _trusted(text: str) -> Markup:
    from markupsafe import Markup

    return Markup(text)  # noqa: S704 - our own style and script, which no text of others is part of


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
