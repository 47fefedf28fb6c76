"""Is a string of digits a mobile number, an identity number, a bank card? Pure checks, no context.

Sources: GB 11643-1999 (identity numbers), ISO/IEC 7812-1 (Luhn), the MIIT numbering plan (mobile and area codes).
"""

from __future__ import annotations

from datetime import date

ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"
PROVINCES = frozenset(
    [*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83]
)
MOBILE_PREFIXES = frozenset(
    "13 15 18 19 145 146 147 148 149 162 165 166 167 170 171 172 173 174 175 176 177 178".split()  # noqa: SIM905
)
TWO_DIGIT_AREAS = frozenset(("010", "020", "021", "022", "023", "024", "025", "027", "028", "029"))
CARD_LENGTHS = {"62": range(16, 20), "4": range(16, 17), "5": range(16, 17), "35": range(16, 17), "9": range(16, 20)}


def is_identity_number(digits: str, last: str) -> bool:
    """Whether 17 digits and a check character (digit or X) are a citizen's identity number."""
    return int(digits[:2]) in PROVINCES and is_date(digits[6:14]) and check_character(digits) == last.upper()


def check_character(digits: str) -> str:
    """The check character of 17 digits (GB 11643-1999)."""
    return ID_CHECKS[sum(w * int(d) for w, d in zip(ID_WEIGHTS, digits, strict=True)) % 11]


def is_old_identity_number(digits: str) -> bool:
    """Whether 15 digits may be an identity number from before 1999; it has no check digit."""
    return int(digits[:2]) in PROVINCES and is_date("19" + digits[6:12])


def is_date(digits: str) -> bool:
    """Whether eight digits are a date of birth since 1900."""
    try:
        return 1900 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year <= 2035
    except ValueError:
        return False


def is_mobile(digits: str) -> bool:
    """Whether 11 digits are a mobile number of mainland China, and not a row of one digit or a count."""
    known = digits[:2] in MOBILE_PREFIXES or digits[:3] in MOBILE_PREFIXES
    return known and len(set(digits[2:])) > 1


def is_landline(digits: str) -> bool:
    """Whether 10 to 12 digits are an area code and a subscriber's number."""
    if digits[:2] in ("01", "02"):
        return digits[:3] in {"010", *(f"02{k}" for k in "01234578 9".replace(" ", ""))} and _subscriber(
            digits[3:], (8,)
        )
    return digits[0] == "0" and digits[1] in "3456789" and _subscriber(digits[4:], (7, 8))


def _subscriber(digits: str, lengths: tuple[int, ...]) -> bool:
    return len(digits) in lengths and digits[0] in "2345678"


def is_bank_card(digits: str) -> bool:
    """Whether 16 to 19 digits carry a known issuer's prefix and length, and a right Luhn digit."""
    lengths = next((CARD_LENGTHS[p] for p in ("62", "35", "4", "5", "9") if digits.startswith(p)), range(0))
    return len(digits) in lengths and luhn(digits) and len(set(digits)) > 3


def luhn(digits: str) -> bool:
    """Whether the last digit is the Luhn check of the others."""
    doubled = (int(d) * 2 if k % 2 else int(d) for k, d in enumerate(reversed(digits)))
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0
