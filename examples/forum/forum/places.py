"""The boards, and the harms that a report can name (the station's ids, in words that a neighbour would use)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Board:
    """Replies on a `live` board go to the station as live lines."""

    slug: str
    zh: str
    en: str
    about_zh: str
    about_en: str
    sign: str
    live: bool = False


BOARDS = (
    Board(
        "jiefang", "街坊闲话", "Over the fence", "菜价、天气、方言、读书会", "Prices, weather, dialect, books", "茶"
    ),
    Board("huzhu", "互帮互助", "Lend a hand", "拼车、找快递、养猫、孩子作业", "Rides, parcels, cats, homework", "手"),
    Board("jiuwu", "旧物交换", "Swap shelf", "给旧东西找个新家", "A new home for old things", "换"),
    Board("wuye", "物业停车", "House and car park", "停车、噪声、电梯、维修", "Parking, noise, lifts, repairs", "楼"),
    Board(
        "zhibo", "小院直播", "Live in the yard", "晚会和讲座的留言", "Lines from evenings and talks", "灯", live=True
    ),
)
BOARD = {board.slug: board for board in BOARDS}

CATEGORIES = (
    ("abuse", "辱骂、骚扰某个人", "It insults or harasses a person"),
    ("hate", "贬低一类人", "It runs a group of people down"),
    ("threat", "威胁、恐吓", "It threatens somebody"),
    ("doxxing", "公开别人的电话、住址等", "It shows somebody's phone, address or the like"),
    ("fraud", "像是骗钱的", "It looks like a fraud"),
    ("spam", "广告、拉人加群", "It is an advert or a lure"),
    ("sexual", "色情骚扰", "It is sexual harassment"),
    ("minor-safety", "可能伤害孩子", "It may harm a child"),
    ("self-harm", "担心作者的安全，想请人帮忙", "I worry for the author and ask for help"),
    ("gambling", "赌博", "It is gambling"),
    ("illicit-goods", "卖违禁的东西", "It sells what may not be sold"),
    ("false-claim", "已被核实是假的", "It was checked and is untrue"),
)
CATEGORY_WORDS = {slug: (zh, en) for slug, zh, en in CATEGORIES}
