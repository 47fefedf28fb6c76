"""A work's content as pages, feeds and cards show it: parts with their HTML, pictures with their addresses."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.safestring import mark_safe

from linli.station.publishing import wording
from linli.station.publishing.marks import to_html, to_text
from linli.station.publishing.parts import options_of

Content = dict[str, Any]


def shown(content: Content) -> dict[str, Any]:
    """The content with what a template needs; consecutive moments become one timeline."""
    return {
        **content,
        "kind_name": wording.KINDS[content["kind"]],
        "licence_name": wording.LICENCES[content["licence"]],
        "machine_name": wording.MACHINES[content["machine"]],
        "cover": picture(content, content["cover"]),
        "lead": lead_of(content),
        "parts": _parts(content),
    }


def picture(content: Content, uid: str) -> dict[str, Any] | None:
    """A picture of the content with its addresses."""
    found = content["pictures"].get(uid)
    if found is None:
        return None
    digest = found["digest"]
    wide = [reverse("picture", args=[f"{digest}-{one}.webp"]) for one in (480, 960, 1600)]
    return {
        **found,
        "small": wide[0],
        "src": wide[1],
        "large": wide[2],
        "srcset": f"{wide[0]} 480w, {wide[1]} 960w, {wide[2]} 1600w",
        "plain": reverse("picture", args=[f"{digest}-960.jpg"]),
        "upright": found["height"] > 2 * found["width"],
    }


STYLES = {
    "p": "margin:0 0 16px;font-size:16px;line-height:1.9;color:#22302d",
    "h2": "margin:24px 0 12px;font-size:18px;line-height:1.5;color:#0e5f58",
    "ul": "margin:0 0 16px;padding-left:1.2em",
    "li": "font-size:16px;line-height:1.9;color:#22302d",
    "a": "color:#0e5f58",
}


def inlined(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Parts whose HTML carries its styles with it, for editors that drop everything else."""
    return [_inlined(one) for one in parts]


def _inlined(part: dict[str, Any]) -> dict[str, Any]:
    out = dict(part)
    if "html" in part:
        html = str(part["html"])
        for tag, style in STYLES.items():
            html = html.replace(f"<{tag}>", f'<{tag} style="{style}">').replace(
                f"<{tag} h", f'<{tag} style="{style}" h'
            )
        out["html"] = mark_safe(html)  # noqa: S308 (it was escaped when it was made)
    if "moments" in part:
        out["moments"] = [_inlined(one) for one in part["moments"]]
    return out


def lead_of(content: Content) -> str:
    """The summary, or how the text begins."""
    texts = [to_text(one["value"]["text"]) for one in content["body"] if one["type"] == "text"]
    begins = " ".join(texts[0].split())[:60] if texts else ""
    return str(content["summary"]) or begins


def words_of(content: Content) -> str:
    """Everything a reader would read, in order: for the own check, for search and for digests."""
    lines = [content["title"], content["summary"]]
    for part in content["body"]:
        lines += [to_text(value) for value in part["value"].values() if isinstance(value, str)]
    return "\n".join(line for line in lines if line)


def _parts(content: Content) -> list[dict[str, Any]]:
    out: list[dict[str, Any]] = []
    for one in content["body"]:
        kind, value = one["type"], one["value"]
        if kind == "moment":
            if not out or out[-1]["kind"] != "moments":
                out.append({"kind": "moments", "moments": []})
            out[-1]["moments"].append({**value, "html": to_html(value["text"])})
            continue
        out.append({"kind": kind, "id": one["id"], **_part(content, kind, value)})
    return out


def _part(content: Content, kind: str, value: dict[str, Any]) -> dict[str, Any]:
    if kind == "picture":
        return {"picture": picture(content, value["picture"]), "caption": value["caption"]}
    if kind in ("poll", "quiz"):
        return {**value, "options": list(enumerate(options_of(value), 1))}
    return {**value, "html": to_html(value["text"])}
