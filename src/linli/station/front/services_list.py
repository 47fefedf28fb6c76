"""Everything a person finds here, for the page `/services/`: one line a service, in groups."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy


class Service(NamedTuple):
    """A door: where it leads, what it is called, its symbol and what one does there."""

    path: str
    name: Promise
    icon: str
    text: Promise


class Group(NamedTuple):
    """Doors of one kind."""

    id: str
    name: Promise
    services: tuple[Service, ...]


GROUPS = (
    Group(
        "help",
        gettext_lazy("遇到事情"),
        (
            Service("/report/", gettext_lazy("举报"), "report", gettext_lazy("四步，不用登录")),
            Service("/shield/", gettext_lazy("一键防护"), "shield", gettext_lazy("被人骂、被围攻，先让它停下来")),
            Service("/help-door/", gettext_lazy("孩子求助"), "minor-safety", gettext_lazy("不用名字，不用谁同意")),
            Service("/cases/", gettext_lazy("查进度"), "mine", gettext_lazy("凭编号看答复")),
            Service("/rumours/", gettext_lazy("求证"), "question", gettext_lazy("这事儿是真的吗")),
            Service("/minors/", gettext_lazy("未成年人模式"), "sprout", gettext_lazy("和孩子一起定，四步设好")),
            Service("/check/", gettext_lazy("查一查"), "check", gettext_lazy("这段话合不合公约")),
            Service("/about/#help", gettext_lazy("需要帮助"), "heart", gettext_lazy("有人愿意听您说")),
        ),
    ),
    Group(
        "learn",
        gettext_lazy("学一点"),
        (
            Service("/learn/", gettext_lazy("十分钟一课"), "lesson", gettext_lazy("给孩子、家长、老师、长辈")),
            Service("/learn/law/", gettext_lazy("普法小测"), "scales", gettext_lazy("每题都写明是哪一条")),
            Service("/learn/paths/", gettext_lazy("学习的路"), "right", gettext_lazy("学完领一张能核验的证书")),
            Service("/minors/", gettext_lazy("未成年人模式"), "sprout", gettext_lazy("一份孩子看得懂的计划")),
            Service("/rewrite/", pgettext_lazy("helper", "改一改"), "sprout", gettext_lazy("发之前看看，换个说法")),
            Service("/bases/", gettext_lazy("素养教育基地"), "home", gettext_lazy("可以去学的地方，下次哪天")),
            Service("/learn/join/", gettext_lazy("加入班级"), "users", gettext_lazy("输入老师给的代码")),
            Service("/library/", gettext_lazy("文库"), "letters", gettext_lazy("古书、节气、图画，谁都可以看")),
        ),
    ),
    Group(
        "together",
        gettext_lazy("一起做事"),
        (
            Service("/activities/", gettext_lazy("活动与志愿"), "calendar", gettext_lazy("报名、签到、时长、证明")),
            Service("/calendar/", gettext_lazy("日历"), "calendar", gettext_lazy("节气、节日，和正在办的主题活动")),
            Service("/festivals/", gettext_lazy("我们的节日"), "sun", gettext_lazy("诗、画、作品和活动放在一起")),
            Service("/read/", gettext_lazy("读一读"), "letters", gettext_lazy("街坊写的、画的、拍的")),
            Service("/write/", gettext_lazy("写一篇"), "plus", gettext_lazy("一段话一张图就是一篇")),
            Service("/codes/", gettext_lazy("文明公约"), "rules", gettext_lazy("一起写、公开讨论、两人通过")),
            Service("/proposals/", gettext_lazy("建议"), "chat", gettext_lazy("谁都可以提，条条有答复")),
            Service("/grants/", gettext_lazy("小额资助"), "sprout", gettext_lazy("一张表一张照片，评审公开")),
            Service("/council/", gettext_lazy("青年议事"), "users", gettext_lazy("年轻人先说，每条都有回复")),
            Service("/honours/", gettext_lazy("好人好事"), "heart", gettext_lazy("推荐、核实、公示、讲给大家听")),
            Service("/good-netizen/", gettext_lazy("好网民"), "heart", gettext_lazy("做过的事，领一枚徽章，不排名")),
            Service("/projects/", gettext_lazy("公益项目"), "heart", gettext_lazy("每一笔钱从哪来、去了哪")),
            Service("/activities/hours/", gettext_lazy("我的班次和时长"), "clock", gettext_lazy("双方确认才算数")),
        ),
    ),
    Group(
        "open",
        gettext_lazy("公开与监督"),
        (
            Service("/rules/", gettext_lazy("公约"), "rules", gettext_lazy("每条规则都公开")),
            Service("/pledges/", gettext_lazy("公开承诺"), "hand", gettext_lazy("有凭据、有评议，没守住可投诉")),
            Service("/duties/", gettext_lazy("平台责任清单"), "scales", gettext_lazy("每一项都有出处")),
            Service("/organisations/", gettext_lazy("各单位"), "users", gettext_lazy("谁管哪一片，怎么联系")),
            Service("/rumours/map/", gettext_lazy("大家在问什么"), "letters", gettext_lazy("各话题每天多少人求证")),
            Service("/operations/", gettext_lazy("专项行动"), "calendar", gettext_lazy("有时限，结果公开")),
            Service("/transparency/", gettext_lazy("透明公示"), "eye", gettext_lazy("做了什么，都在这")),
            Service("/plans/", gettext_lazy("计划"), "calendar", gettext_lazy("谁负责、到哪天、做到哪")),
            Service("/experiments/", gettext_lazy("试过的新办法"), "eye", gettext_lazy("比一比再用，没效果也写")),
            Service("/indicators/", gettext_lazy("指标"), "sprout", gettext_lazy("每个目标几个数，不排名")),
            Service(
                "/credentials/verify/",
                gettext_lazy("核验证书"),
                "tick-round",
                gettext_lazy("真不真、改没改、收没收回"),
            ),
            Service("/learn/results/", gettext_lazy("学得怎样"), "sprout", gettext_lazy("学之前和学之后")),
        ),
    ),
)
