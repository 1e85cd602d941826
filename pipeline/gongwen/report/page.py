"""A page in one file: templates with everything escaped, style and script put in, a policy that lets nothing else run or load."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from importlib import resources
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

if TYPE_CHECKING:
    import jinja2

# JSON stands inside a script element: nothing in it may end the element, begin a comment or break a line of script.
_IN_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def render(template: str, *, styles: Sequence[str], scripts: Sequence[str], data: object, **values: Any) -> str:
    """The page of a template with the style sheets and scripts of static/ in it, and `data` as JSON for the scripts.

    The policy (CSP) names the style and the script by their digests; pictures may only stand in the page itself.
    """
    style, script = _asset(styles), _asset(scripts)
    policy = "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_digest(style)}'",
            f"script-src '{_digest(script)}'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    own = {"style": Markup(style), "script": Markup(script)}  # noqa: S704 - files of this package
    return _environment().get_template(template).render(policy=policy, data=in_script(data), **own, **values)


def in_script(data: object) -> Markup:
    """Data as JSON that may stand inside a script element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_IN_SCRIPT))  # noqa: S704 - no < is left in it


def _environment() -> jinja2.Environment:
    import jinja2

    loader = jinja2.PackageLoader("gongwen.report")
    return jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined)


def _asset(names: Sequence[str]) -> str:
    """Files of static/, one after the other, as they stand between the tags of the page (the digest covers the line breaks too)."""
    folder = resources.files("gongwen.report").joinpath("static")
    return "\n" + "".join(folder.joinpath(name).read_text("utf-8") for name in names)


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
