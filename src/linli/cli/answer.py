"""What `linli check` does once its arguments are read: one text in, one reasoned assessment out."""

from __future__ import annotations

import json

from linli.assess import assess, to_dict
from linli.cli import render, source
from linli.policy import load as load_policy
from linli.vocabulary import Action, Item, LinliError, Text

ACTED = 1


def plain(text: str) -> int:
    """`linli check TEXT` with no option: the exit status. The argument parser would cost a fifth of the whole."""
    return say(Item(source.argument(given(text))))


def say(
    item: Item, policy: str = "base", *, as_json: bool = False, language: render.Language = render.Language.BOTH
) -> int:
    """Print the verdict of a policy file or pack; 0 where the item is allowed, else `ACTED`."""
    found = assess(item, load_policy(policy))
    if as_json:
        print(json.dumps(to_dict(found), ensure_ascii=False))
    else:
        print("\n".join(render.assessment(found, item.text, render.pen(language))))
    return 0 if found.action is Action.ALLOW else ACTED


def given(text: str, *, elsewhere: bool = False) -> str:
    """`text`; LinliError where there is none, or another one is given `elsewhere` too."""
    if bool(text) == elsewhere:
        raise LinliError(
            Text("请给出一句话，或用 --file 给出一个文件。", "Give one text, or one file with --file."),
            field="TEXT",
            value=text,
            mend=Text("例如：linli check 你好", "Such as: linli check 你好"),
        )
    return text
