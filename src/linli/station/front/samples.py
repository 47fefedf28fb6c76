"""What the components page shows: made-up content, one of each."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext

from linli.station.front.forms import SampleForm
from linli.station.front.wording import LOOKS

QUOTE = "你这个笨蛋，连这么简单的道理都不懂，滚出群去！"
SPANS = [(3, 5), (18, 21)]
COLOURS = ["paper", "surface", "sunken", "ink", "ink-2", "line", "line-strong"]
COLOURS += ["brand", "accent", "ok", "info", "warn", "danger", "mark"]
SPRITE = Path(__file__).parent / "static" / "linli" / "icons.svg"
ICON_NAMES = re.findall(r'<symbol id="([a-z-]+)"', SPRITE.read_text(encoding="utf-8"))
TONES = [
    ("info", gettext_lazy("这一页每天早上更新。")),
    ("ok", gettext_lazy("已收到，编号已发给您。")),
    ("warn", gettext_lazy("还有一天就到承诺的答复时间。")),
    ("danger", gettext_lazy("没有提交成功，请检查后重试。")),
]


def components() -> dict[str, Any]:
    """The context of the page."""
    bad = SampleForm({"harm": "", "where": "", "story": gettext("昨晚在楼栋群里看到的。")}, auto_id="bad_%s")
    return {
        "form": SampleForm(auto_id="good_%s", initial={"harm": "abuse"}),
        "bad": bad,
        "looks": LOOKS,
        "tones": TONES,
        "quote": QUOTE,
        "spans": SPANS,
        "events": _events(),
        "chart": _chart(),
        "rows": _rows(),
        "page": Paginator(range(240), 20).page(5),
        "colours": COLOURS,
        "icons": ICON_NAMES,
        "consequences": [gettext("内容恢复展示，扣分撤回。"), gettext("作者和举报人都会收到告知。")],
        "kinds": [gettext("全部"), gettext("待受理"), gettext("处理中"), gettext("已答复")],
    }


def _events() -> list[dict[str, object]]:
    now = timezone.now()
    return [
        {"title": gettext("已提交"), "at": now - timedelta(days=2, hours=3), "state": "done"},
        {"title": gettext("已受理"), "at": now - timedelta(days=1), "state": "done"},
        {
            "title": gettext("处理中"),
            "at": now - timedelta(hours=2),
            "state": "now",
            "text": gettext("审核员正在核对。"),
        },
        {"title": gettext("答复"), "when": gettext("承诺最晚后天"), "state": "later"},
    ]


def _chart() -> list[tuple[str, int]]:
    names = [gettext("辱骂与骚扰"), gettext("广告引流"), gettext("不实信息"), gettext("诈骗"), gettext("泄露信息")]
    return list(zip(names, [42, 31, 18, 12, 5], strict=True))


def _rows() -> list[dict[str, object]]:
    return [
        {"number": "L-0241", "about": gettext("评论里骂人"), "state": "new", "left": _days(2)},
        {"number": "L-0238", "about": gettext("冒充物业收费"), "state": "taken", "left": _days(1)},
        {"number": "L-0230", "about": gettext("公开他人手机号"), "state": "answered", "left": "—"},
    ]


def _days(number: int) -> str:
    return ngettext("%(number)d 天", "%(number)d 天", number) % {"number": number}
