"""The pieces that every page is built from: `{% load web %}`.

A piece takes what the rooms already have (a finding of the gate, a figure, a form) and shows it the same way
everywhere.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms, template
from django.forms.utils import ErrorList
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from spreekkamer.figures import wording
from spreekkamer.figures.figure import Figure
from spreekkamer.law import SOURCES
from spreekkamer.web import states
from spreekkamer.web.icons import ICONS

register = template.Library()

BADGES = {"good": "check", "bad": "cross", "unknown": "question", "attention": "warning", "neutral": "info"}
STANDING = {
    "holds": ("good", _("In order")),
    "fails": ("bad", _("Not in order")),
    "unknown": ("unknown", _("Unknown: counts as no")),
}
ALERTS = {"success": "check", "info": "info", "debug": "info", "warning": "warning", "error": "cross"}


@register.simple_tag
def icon(name: str) -> SafeString:
    """A picture beside words; screen readers skip it."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        mark_safe(ICONS[name]),  # noqa: S308 - our own constant
    )


@register.simple_tag
def badge(text: object, kind: str = "neutral", icon_name: str = "") -> SafeString:
    """A word on a state: good, bad, unknown, attention or neutral. Icon and text, never colour alone."""
    return format_html(
        '<span class="utrecht-data-badge badge badge--{}">{} {}</span>',
        kind,
        icon(icon_name or BADGES[kind]),
        text,
    )


@register.inclusion_tag("web/parts/camera_state.html")
def camera_state(
    state: str,
    *,
    room: object = "",
    why: object = "",
    since: datetime | None = None,
    findings: Iterable[Any] = (),
    heading: int = 2,
) -> dict[str, Any]:
    """Is a camera on, and why may it: the one thing that whoever looks must see at a glance.

    `state` is the recorder's word (off, connecting, buffering, recording, ending, failed), `none` for a room
    without a camera, `unknown` when the recorder can't be reached.
    """
    shown = states.CAMERA.get(state, states.CAMERA["unknown"])
    return {
        "camera": shown,
        "room": room,
        "why": why,
        "since": since,
        "findings": list(findings),
        "heading": f"h{heading}",
    }


@register.simple_tag
def camera_badge(state: str) -> SafeString:
    """The state of a camera in a list: the same words and icon as the large one."""
    shown = states.CAMERA.get(state, states.CAMERA["unknown"])
    return format_html(
        '<span class="camera-badge camera-badge--{}"><span class="camera-badge__icon">{}</span> {}</span>',
        shown.look,
        icon(shown.icon),
        shown.short,
    )


@register.simple_tag
def cited(source: str) -> str:
    """A legal source as a lawyer cites it, by its key."""
    return str(SOURCES[source].citation) if source in SOURCES else source


@register.inclusion_tag("web/parts/findings.html", name="findings")
def findings_list(findings: Iterable[Any], only_problems: bool = False) -> dict[str, Any]:
    """Conditions with how each stands, which law asks for it and who can mend it; problems first."""
    rows = [
        {
            "finding": finding,
            "standing": str(finding.status),
            "kind": STANDING[str(finding.status)][0],
            "word": STANDING[str(finding.status)][1],
            "source": cited(finding.source),
        }
        for finding in findings
    ]
    rows.sort(key=lambda row: row["standing"] == "holds")
    if only_problems:
        rows = [row for row in rows if row["standing"] != "holds"]
    return {"rows": rows}


@register.inclusion_tag("web/parts/figure.html")
def figure(shown: Figure, log_url: str = "") -> dict[str, Any]:
    """A figure with its period, source and checkpoint; what was not counted is unknown, never 0."""
    return {
        "figure": shown,
        "number": wording.number(shown),
        "certain": wording.bounds(shown) or wording.interval(shown),
        "log_url": log_url,
    }


@register.inclusion_tag("web/parts/error_summary.html")
def error_summary(form: forms.BaseForm) -> dict[str, Any]:
    """What must be mended before this form can be sent, each with a link to its field."""
    fields = [(field, field.errors) for field in form if field.errors]
    return {"form": form, "fields": fields, "general": _errors(form)}


@register.filter
def without_placeholder(field: forms.BoundField) -> SafeString:
    """A field as it is, without grey text in it that vanishes on typing: the label says it already."""
    return field.as_widget(attrs={"placeholder": False})


def _errors(form: forms.BaseForm) -> ErrorList:
    return form.non_field_errors()


@register.inclusion_tag("web/parts/alarm_button.html", takes_context=True)
def alarm_button(context: Context, url: str, room: object = "") -> dict[str, Any]:
    """The alarm: a form that works without JavaScript; with it also at once with F8."""
    return {"url": url, "room": room, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("web/parts/post_button.html", takes_context=True)
def post_button(
    context: Context, label: object, url: str, kind: str = "secondary", icon_name: str = "", **values: object
) -> dict[str, Any]:
    """One act in one button: a form of its own, with these values hidden in it."""
    return {
        "label": label,
        "url": url,
        "kind": kind,
        "icon_name": icon_name,
        "values": values,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("web/parts/table.html")
def table(caption: object, headers: Iterable[object], rows: Iterable[Iterable[object]]) -> dict[str, Any]:
    """A table of plain values; the first cell of each row names the row."""
    return {"caption": caption, "headers": list(headers), "rows": [list(row) for row in rows]}


@register.inclusion_tag("web/parts/details.html")
def details(pairs: Mapping[object, object] | Iterable[tuple[object, object]]) -> dict[str, Any]:
    """Terms with their values; pairs, or a mapping. Empty values are left out."""
    items = pairs.items() if isinstance(pairs, Mapping) else pairs
    return {"pairs": [(term, value) for term, value in items if value not in (None, "")]}


@register.inclusion_tag("web/parts/timeline.html")
def timeline(events: Iterable[Any]) -> dict[str, Any]:
    """What happened, in order. Each event has `at` and `text`, and may have `by`, `detail` and `icon`."""
    return {"events": list(events)}


@register.simple_block_tag
def alert(content: SafeString, kind: str = "info") -> SafeString:
    """A message on the page: info, success, warning or error."""
    look = {"success": "ok", "debug": "info"}.get(kind, kind)
    return format_html(
        '<div class="utrecht-alert utrecht-alert--{}">{}<div class="flow">{}</div></div>',
        look,
        icon(ALERTS[kind]),
        content,
    )


@register.simple_block_tag
def card(content: SafeString, title: object = "", icon_name: str = "", kind: str = "") -> SafeString:
    """A block of things that belong together, with a heading of its own."""
    head = format_html("<h2>{}{}</h2>", icon(icon_name) if icon_name else "", title) if title else ""
    return format_html('<section class="card flow{}">{}{}</section>', f" card--{kind}" if kind else "", head, content)


@register.simple_block_tag
def live(content: SafeString, name: str, src: str, kinds: str) -> SafeString:
    """A part of the page that is fetched again from `src` when something of one of these kinds happened.

    `kinds`: beginnings of ledger kinds, with spaces between them: "camera. alarm. permit.".
    """
    return format_html(
        '<div id="{}" class="flow" data-live="{}" data-live-src="{}">{}</div>'
        '<noscript><p class="small"><a href="">{}</a></p></noscript>',
        name,
        kinds,
        src,
        content,
        _("Show what is true now"),
    )
