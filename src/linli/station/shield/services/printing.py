"""The index of an evidence pack on paper: PDF with Chinese text, through ReportLab's CID fonts."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from django.utils import timezone

from linli.lazy import load

FONT = "STSong-Light"
LONGEST, CONTEXT = 1500, 300


def pdf_of(context: Mapping[str, Any]) -> bytes:
    """The index as an A4 document: what, when, by how many, and every item with its digest."""
    platypus = load("reportlab.platypus", "station")
    styles, out = _styles(), io.BytesIO()
    story = [platypus.Paragraph("网络暴力证据索引", styles["title"]), *_facts(context, styles)]
    for item in context["items"]:
        story += _item(item, styles)
    document = platypus.SimpleDocTemplate(out, title="Linli evidence index", author="Linli", invariant=1)
    document.build(story, onFirstPage=_foot, onLaterPages=_foot)
    return out.getvalue()


@cache
def _styles() -> dict[str, Any]:
    metrics, cid = load("reportlab.pdfbase.pdfmetrics", "station"), load("reportlab.pdfbase.cidfonts", "station")
    metrics.registerFont(cid.UnicodeCIDFont(FONT))
    make = load("reportlab.lib.styles", "station").ParagraphStyle
    base = {"fontName": FONT, "wordWrap": "CJK"}
    return {
        "title": make("title", fontSize=18, leading=26, spaceAfter=10, **base),
        "text": make("text", fontSize=10.5, leading=17, **base),
        "head": make("head", fontSize=11.5, leading=18, spaceBefore=10, **base),
        "small": make("small", fontSize=8, leading=12, textColor="#555555", **base),
        "quote": make(
            "quote",
            fontSize=11,
            leading=18,
            leftIndent=12,
            spaceBefore=8,
            backColor="#f4f1ea",
            borderPadding=4,
            **base,
        ),
    }


def _facts(context: Mapping[str, Any], styles: Mapping[str, Any]) -> list[Any]:
    lines = (
        f"社区：{context['community']}　当事人：{context['person']}",
        f"内容 {len(context['items'])} 条，来自 {context['authors']} 个账号，"
        f"{_when(context['first'])} 至 {_when(context['last'])}",
        f"制作时间：{_when(context['made'])}",
        "原文在 items.jsonl；核验：linli evidence verify 文件.zip（不用联网）。",
        *(["遮盖本：第三人的称呼、上文和个人信息已遮盖；文字证明见完整本。"] if context["redacted"] else []),
    )
    return [load("reportlab.platypus", "station").Paragraph(escape(line), styles["text"]) for line in lines]


def _item(item: Mapping[str, Any], styles: Mapping[str, Any]) -> list[Any]:
    platypus = load("reportlab.platypus", "station")
    text = str(item["text"])
    shown = text if len(text) <= LONGEST else text[:LONGEST] + "……（全文见 items.jsonl）"
    counts = "　".join(f"{name} {count}" for name, count in item["counts"].items())
    at = datetime.fromisoformat(str(item["at"]))
    return [
        platypus.Paragraph(escape(f"{item['n']}．{item['author']}　{_when(at)}　{counts}"), styles["head"]),
        platypus.Paragraph(escape(shown).replace("\n", "<br/>") or "（空）", styles["quote"]),
        platypus.Spacer(1, 4),
        *(platypus.Paragraph(escape(f"上文：{line}"[:CONTEXT]), styles["small"]) for line in _before(item)),
        platypus.Paragraph(escape(f"{item['url'] or item['id']}"), styles["small"]),
        platypus.Paragraph(f"SHA-256 {item['sha256']}", styles["small"]),
    ]


def _before(item: Mapping[str, Any]) -> list[str]:
    """The title and the last lines before the words."""
    return [line for line in (item["title"], *item["thread"][-3:]) if line]


def _foot(canvas: Any, document: Any) -> None:
    canvas.setFont(FONT, 8)
    canvas.drawCentredString(297, 24, f"邻里证据索引 · 第 {document.page} 页")


def _when(moment: Any) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}"
