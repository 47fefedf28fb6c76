"""What counts as evidence, and what of a round of answers looks odd. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from linli.vocabulary import LinliError, Text

ANSWERS = {"yes": Text("做到了", "yes"), "partly": Text("部分做到", "partly"), "no": Text("还没有", "not yet")}
LEAST, LONGEST, LONGEST_NOTE = 8, 300, 300
EMPTY = re.compile(
    r"^(无|暂无|没有|略|同上|见附件|待补|n/?a|none|null|test|测试|[.。…\-—_x×*0-9\s]+)[。.!！]*$", re.IGNORECASE
)
FLAGS = {
    "mutual": Text("两家互相评议", "they review each other"),
    "fast": Text("评得太快", "reviewed very fast"),
    "same": Text("几题用同一份凭据", "one piece of evidence for several questions"),
    "copied": Text("凭据和别家一样", "evidence like another organisation's"),
    "old": Text("凭据和上一轮一样", "evidence of the last round"),
}


def checked(questions: Sequence[Mapping[str, Any]], given: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """The answers to every question; the error names the question that lacks something."""
    return {str(one["id"]): _answer(one, given.get(str(one["id"]), {})) for one in questions}


def norm(evidence: str) -> str:
    """Evidence as it is compared."""
    return re.sub(r"\W+", "", evidence).casefold()


def evidences(answers: Mapping[str, Mapping[str, str]]) -> list[str]:
    """The pieces of evidence of a round, as they are compared."""
    return [norm(one["evidence"]) for one in answers.values() if one["evidence"]]


def odd(
    answers: Mapping[str, Mapping[str, str]], before: Mapping[str, Mapping[str, str]], others: Iterable[str]
) -> list[str]:
    """Flags of a round: evidence used twice, kept from the round before, or known from another organisation."""
    own = evidences(answers)
    found = ["same"] if len(own) != len(set(own)) else []
    if set(own) & set(evidences(before)):
        found.append("old")
    return [*found, "copied"] if set(own) & set(others) else found


def _answer(question: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, str]:
    answer, note = given.get("answer", ""), given.get("note", "").strip()
    evidence = given.get("evidence", "").strip()
    if answer not in ANSWERS:
        raise _missing(question, "answer", Text("请选一个答案。", "Choose an answer."))
    if len(note) > LONGEST_NOTE or len(evidence) > LONGEST:
        raise _missing(question, "evidence", Text(f"至多 {LONGEST} 个字。", f"{LONGEST} characters at most."))
    if answer != "no" and (len(evidence) < LEAST or EMPTY.match(evidence)):
        raise _missing(
            question,
            "evidence",
            Text(
                "要写凭据：网址，或者哪份文件、哪天、谁能核对。",
                "Give evidence: an address, or which paper, when, and who can confirm.",
            ),
        )
    if answer != "yes" and not note:
        raise _missing(
            question,
            "note",
            Text("还差什么、打算哪天做到，请写一句。", "Say what is missing and by when you will do it."),
        )
    return {"answer": answer, "note": note, "evidence": evidence}


def _missing(question: Mapping[str, Any], field: str, mend: Text) -> LinliError:
    ask = str(question["ask"])
    return LinliError(
        Text(f"「{ask}」还没有答全。", f"“{ask}” is not answered in full."),
        field=f"{field}-{question['id']}",
        value="",
        mend=mend,
    )
