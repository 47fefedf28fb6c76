"""What the pages call verdicts and topics, in both languages, with the tone of each."""

from __future__ import annotations

from linli.station.rumours.models import Topic, Verdict
from linli.vocabulary import Text

VERDICTS: dict[str, Text] = {
    Verdict.FALSE: Text("不实", "False"),
    Verdict.MOSTLY_FALSE: Text("大部分不实", "Mostly false"),
    Verdict.MISLEADING: Text("有误导", "Misleading"),
    Verdict.OUTDATED: Text("已过时", "Outdated"),
    Verdict.UNPROVEN: Text("证据不足", "Unproven"),
    Verdict.TRUE: Text("属实", "True"),
}
MEANS: dict[str, Text] = {
    Verdict.FALSE: Text("与可查证的事实不符。", "It does not agree with what can be verified."),
    Verdict.MOSTLY_FALSE: Text("主要的说法不符，个别细节属实。", "Its main point is wrong; some details are right."),
    Verdict.MISLEADING: Text(
        "片段属实，但会让人得出错误的结论。", "Parts are right, yet it leads to a wrong conclusion."
    ),
    Verdict.OUTDATED: Text("曾经如此，现在已不是。", "It was so once, and no longer is."),
    Verdict.UNPROVEN: Text("现有证据既不能证实也不能否定。", "What is known neither proves nor refutes it."),
    Verdict.TRUE: Text("与可查证的事实相符。", "It agrees with what can be verified."),
}
TONES: dict[str, str] = {
    Verdict.FALSE: "danger",
    Verdict.MOSTLY_FALSE: "danger",
    Verdict.MISLEADING: "warn",
    Verdict.OUTDATED: "warn",
    Verdict.UNPROVEN: "info",
    Verdict.TRUE: "ok",
}
ICONS: dict[str, str] = {"danger": "alert", "warn": "alert", "info": "info", "ok": "tick-round", "": "info"}
TOPICS: dict[str, Text] = {
    Topic.FOOD: Text("食物饮食", "Food"),
    Topic.HEALTH: Text("健康养生", "Health"),
    Topic.NOTICE: Text("停水停电、生活通知", "Outages and notices"),
    Topic.FRAUD: Text("诈骗套路", "Fraud"),
    Topic.WEATHER: Text("天气灾害", "Weather"),
    Topic.GOODS: Text("商品用品", "Goods"),
    Topic.OTHER: Text("其他", "Other"),
}
DIFFERS: dict[str, Text] = {
    "number": Text("数字不一样", "other numbers"),
    "date": Text("日期不一样", "other dates"),
    "place": Text("地点不一样", "another place"),
    "denial": Text("您贴的话在说它是假的", "your text says that it is false"),
    "negation": Text("意思相反", "the opposite"),
    "opposite": Text("意思相反", "the opposite"),
}
