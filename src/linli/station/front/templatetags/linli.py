"""The pieces of the design system. Every one is shown with its states on `/components/`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import get_script_prefix
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext

from linli.station.front import wording

register = template.Library()

FLASH_TONES = {"success": "ok", "warning": "warn", "error": "danger"}
TONE_ICONS = {"ok": "tick-round", "warn": "alert", "danger": "alert"}


@register.simple_tag
def icon(name: object, label: str = "") -> SafeString:
    """One symbol of `icons.svg`, drawn in the colour of the text. Without `label` it is only decoration."""
    source = static("linli/icons.svg")
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"/></svg>', label, source, name
        )
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>', source, name
    )


@register.simple_tag
def here(path: str) -> str:
    """`path` (from the root, with its slash) in the community that the request speaks to."""
    return get_script_prefix().rstrip("/") + path


@register.filter
def flash_tone(level: str) -> str:
    return FLASH_TONES.get(level, "info")


@register.filter
def flash_icon(level: str) -> str:
    return tone_icon(flash_tone(level))


@register.filter
def tone_icon(tone: str) -> str:
    return TONE_ICONS.get(tone, "info")


# Places of the site ---------------------------------------------------------------------------------------------


def _places(context: Context, places: Iterable[wording.Place]) -> list[dict[str, object]]:
    request: HttpRequest | None = context.get("request")
    path = request.path_info if request else ""
    return [
        {"name": place.name, "icon": place.icon, "url": here(place.path), "here": place.holds(path)}
        for place in places
    ]


@register.simple_tag(takes_context=True)
def navigation(context: Context) -> list[dict[str, object]]:
    """The menu of wide screens."""
    return _places(context, wording.STAFF_PLACES if _staff(context) else wording.PLACES)


@register.simple_tag(takes_context=True)
def tabs(context: Context) -> list[dict[str, object]]:
    """The four tabs of a phone."""
    return _places(context, wording.STAFF_TABS if _staff(context) else wording.TABS)


def _staff(context: Context) -> bool:
    return bool(getattr(getattr(context.get("request"), "actor", None), "is_staff", False))


# Words ----------------------------------------------------------------------------------------------------------


@register.filter
def both(text: Any) -> str:
    """A text in two languages (`Text`, or `{"zh": …, "en": …}`) in the reader's; anything else as it is."""
    return wording.pick(text, get_language() or "zh-hans")


@register.simple_tag
def category_name(category: str) -> str:
    name = wording.category_name(category, get_language() or "zh-hans")
    return name[:1].upper() + name[1:]


@register.simple_tag
def badge(kind: str, value: str) -> SafeString:
    """The state `value` of a `kind` (action, case, item, rule) as a coloured word with its icon."""
    look = wording.look(kind, str(value))
    return format_html('<span class="badge {}">{}{}</span>', look.tone, icon(look.icon), look.name)


@register.filter
def moment(at: datetime | None) -> str:
    """`11月24日 09:30` this year, with the year otherwise; in English `24 Nov 09:30`."""
    if at is None:
        return ""
    local = timezone.localtime(at) if timezone.is_aware(at) else at
    return wording.moment(local, timezone.localtime().year, get_language() or "zh-hans")


@register.filter
def day(at: datetime | None) -> str:
    """The date of `at` alone, as `moment` writes it."""
    return moment(at).rsplit(" ", 1)[0] if at else ""


@register.simple_tag
def marked(text: str, spans: Iterable[Sequence[int]] = ()) -> SafeString:
    """`text` with `<mark>` round every span `[start, end)` in code points; overlapping spans become one."""
    pieces: list[SafeString] = []
    done = 0
    for start, end in merged(spans or (), len(text)):
        pieces += [conditional_escape(text[done:start]), _mark(text[start:end])]
        done = end
    return SafeString("".join([*pieces, conditional_escape(text[done:])]))


def _mark(words: str) -> SafeString:
    return format_html(
        '<mark data-from="{}" data-to="{}">{}</mark>', pgettext("mark", "［标出："), pgettext("mark", "］"), words
    )


def merged(spans: Iterable[Sequence[int]], length: int) -> list[tuple[int, int]]:
    """`spans` in order, inside `[0, length]`, touching ones joined, empty ones gone."""
    out: list[tuple[int, int]] = []
    for start, end in sorted((max(0, int(span[0])), min(length, int(span[1]))) for span in spans):
        if start >= end:
            continue
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


# Forms ----------------------------------------------------------------------------------------------------------


@register.inclusion_tag("parts/field.html")
def field(bound: BoundField, label: str = "") -> dict[str, object]:
    """A label (the form's, or `label`), hint, errors and control. Radio and tick lists get a `fieldset`."""
    group = bound.field.widget.use_fieldset
    bound.label = label or bound.label
    if label or bound.field.widget.attrs.get("placeholder") == bound.label:
        bound.field.widget.attrs.pop("placeholder", None)
    return {"field": bound, "group": group, "body": _plain_options(bound) if group else ""}


def _plain_options(bound: BoundField) -> SafeString:
    return format_html_join(
        "",
        '<label class="tick">{}<span>{}</span></label>',
        ((one.tag(), one.choice_label) for one in bound.subwidgets),
    )


@register.inclusion_tag("parts/tick.html")
def tick(bound: BoundField) -> dict[str, object]:
    """A single box to tick, its words beside it."""
    return {"field": bound}


@register.inclusion_tag("parts/field.html")
def choice_cards(bound: BoundField, columns: str = "", notes: Mapping[str, str] | None = None) -> dict[str, object]:
    """A radio or tick list as large cards. The icon is the option's value; `notes` maps a value to a small text."""
    body = render_to_string(
        "parts/choices.html",
        {
            "options": [_option(one.data, notes or {}) for one in bound.subwidgets],
            "name": bound.html_name,
            "kind": getattr(bound.field.widget, "input_type", "radio"),
            "required": bound.field.required,
            "columns": columns,
        },
    )
    return {"field": bound, "group": True, "body": body}


def _option(data: Mapping[str, Any], notes: Mapping[str, str]) -> dict[str, object]:
    value = str(data["value"])
    return {
        "value": value,
        "id": data["attrs"].get("id", ""),
        "label": data["label"],
        "checked": data["selected"],
        "icon": wording.ICONS.get(value, ""),
        "text": notes.get(value, ""),
    }


@register.inclusion_tag("parts/errors.html")
def error_summary(form: BaseForm) -> dict[str, object]:
    """What is wrong with a form, each line a link to its field; nothing while all is well."""
    found = [{"anchor": "", "text": problem} for problem in form.non_field_errors()]
    for bound in form:
        anchor = bound.auto_id if bound.field.widget.use_fieldset else bound.id_for_label
        found += [{"anchor": anchor, "text": f"{bound.label}：{problem}"} for problem in bound.errors]
    return {"found": found}


# Pictures of progress and numbers -------------------------------------------------------------------------------


@register.inclusion_tag("parts/steps.html")
def steps(current: int, *names: str) -> dict[str, object]:
    """Where a person is in a few steps; `current` counts from 1."""
    return {
        "steps": [
            {"name": name, "done": number < current, "now": number == current} for number, name in enumerate(names, 1)
        ]
    }


@register.inclusion_tag("parts/timeline.html")
def timeline(events: Iterable[Mapping[str, object]]) -> dict[str, object]:
    """Events in order: `title`, `at` (a datetime) or `when` (words), `text`, `state` (done, now, later)."""
    return {"events": events}


@register.inclusion_tag("parts/bars.html")
def bars(title: str, rows: Iterable[tuple[str, float]], unit: str = "") -> dict[str, object]:
    """Horizontal bars over `(name, number)`, the longest full width; it is a table to a screen reader."""
    found = list(rows)
    longest = max((number for _, number in found), default=0) or 1
    return {
        "title": title,
        "unit": unit,
        "bars": [
            {"name": name, "share": f"{max(0.0, 100 * number / longest):.1f}", "shown": f"{number:,}"}
            for name, number in found
        ],
    }


@register.simple_tag(takes_context=True)
def with_page(context: Context, number: int) -> str:
    """The address of page `number` of this list, its filters kept."""
    request: HttpRequest | None = context.get("request")
    query = request.GET.copy() if request else None
    if query is None:
        return f"?page={number}"
    query["page"] = str(number)
    return f"?{query.urlencode()}"


@register.simple_tag
def page_numbers(page: Any) -> list[int | None]:
    """The numbers worth showing, None where some are left out."""
    return [
        number if isinstance(number, int) else None for number in page.paginator.get_elided_page_range(page.number)
    ]
