"""Plain conditions without CEL's overhead: comparisons joined by `&&`, `||`, `!` and brackets, as Python functions.

Almost every rule is of this kind. What is not (a function, a list, arithmetic, a conditional) stays with CEL, which
also judges what a condition may be: only one that CEL has accepted comes here, so types fit and every key is there.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from linli.policy.conditions import FLAT, MAPS, Token, tokens

Data = Mapping[str, Any]
Test = Callable[[Data], bool]
Value = Callable[[Data], Any]

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_DEEPEST = 20


class _Beyond(Exception):
    """The condition holds something that is not plain."""


@lru_cache(maxsize=4096)
def plain(when: str) -> Test | None:
    """The condition as a function of the values that it reads; None where only CEL can say."""
    try:
        reader = _Reader(tokens(when))
        test = reader.either(0)
        return test if reader.done() else None
    except (_Beyond, ValueError):
        return None


class _Reader:
    """Recursive descent over the words of a condition."""

    def __init__(self, words: Sequence[Token]) -> None:
        self._words, self._at = words, 0

    def done(self) -> bool:
        return self._at == len(self._words)

    def either(self, depth: int) -> Test:
        found = self._both(depth)
        while self._takes("||"):
            found = _or(found, self._both(depth))
        return found

    def _both(self, depth: int) -> Test:
        found = self._test(depth)
        while self._takes("&&"):
            found = _and(found, self._test(depth))
        return found

    def _test(self, depth: int) -> Test:
        if depth > _DEEPEST:
            raise _Beyond
        if self._takes("!"):
            inner = self._test(depth + 1) if self._peek() in ("!", "(") else self._value()
            if self._peek() in _COMPARE:
                raise _Beyond  # `!a == b` is `(!a) == b`
            return _not(inner)
        if self._takes("("):
            inner = self.either(depth + 1)
            self._expect(")")
            return inner
        return self._comparison()

    def _comparison(self) -> Test:
        left = self._value()
        sign = self._peek()
        if sign not in _COMPARE:
            return left  # CEL has seen to it that a value standing alone is a truth value
        self._at += 1
        return _compared(_COMPARE[sign], left, self._value())

    def _value(self) -> Value:
        word = self._next()
        if word.sort == "name" and word.text in MAPS:
            self._expect("[")
            key = _text(self._next())
            self._expect("]")
            return _entry(word.text, key)
        if word.sort == "name" and word.text in FLAT and word.text != "evidence":
            return operator.itemgetter(word.text)
        return _constant(_literal(word))

    def _peek(self) -> str:
        return self._words[self._at].text if self._at < len(self._words) else ""

    def _next(self) -> Token:
        if self.done():
            raise _Beyond
        self._at += 1
        return self._words[self._at - 1]

    def _takes(self, text: str) -> bool:
        found = self._peek() == text
        self._at += found
        return found

    def _expect(self, text: str) -> None:
        if not self._takes(text):
            raise _Beyond


def _literal(word: Token) -> Any:
    if word.sort == "string":
        return _text(word)
    if word.sort == "number":
        if re.fullmatch("[0-9]+", word.text):
            return int(word.text)
        if re.fullmatch(r"[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?", word.text):
            return float(word.text)
    if word.text in ("true", "false"):
        return word.text == "true"
    raise _Beyond


def _text(word: Token) -> str:
    if not re.fullmatch(r"""("|')[^"'\\]*\1""", word.text):
        raise _Beyond
    return word.content


def _constant(value: Any) -> Value:
    return lambda _: value


def _entry(variable: str, key: str) -> Value:
    return lambda data: data[variable][key]


def _compared(sign: Callable[[Any, Any], bool], left: Value, right: Value) -> Test:
    return lambda data: sign(left(data), right(data))


def _not(test: Test) -> Test:
    return lambda data: not test(data)


def _or(left: Test, right: Test) -> Test:
    return lambda data: left(data) or right(data)


def _and(left: Test, right: Test) -> Test:
    return lambda data: left(data) and right(data)
