"""What the end points of minors' mode take and give. Ids are opaque; nothing tells who a child is."""

from __future__ import annotations

from ninja import Schema
from pydantic import Field

from linli.station.integrations.rest.bodies import Body
from linli.station.integrations.rest.shapes import Both


class LinkIn(Body):
    """The code that the child's page shows."""

    code: str = Field(min_length=1, max_length=60)


class LinkOut(Schema):
    """The child at this platform."""

    child: str


class SessionIn(Body):
    """A device of the child's; `device` is the platform's own opaque id."""

    child: str = Field(min_length=1, max_length=20)
    device: str = Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9._-]+$")


class GrantOut(Schema):
    """Go on until `until`, then ask again; or stop, and why. `rest`: time for a break."""

    allowed: bool
    why: str
    words: Both
    until: str
    left: int
    rest: bool


class ClosedOut(Schema):
    """The minutes left today."""

    left: int


class AllowOut(Schema):
    """The parts of the plan that a platform acts on."""

    contacts: str
    search: str
    pool: str
    live_host: bool
    marketing: bool
    rest_after: int


class AllowedOut(Schema):
    """What is allowed now; nothing was taken."""

    now: GrantOut
    allow: AllowOut
    band: str
    spend_left: int


class PooledOut(Schema):
    """One thing in the content pool: a lesson or a work, and its page."""

    kind: str
    title: str
    about: str
    url: str


class PoolOut(Schema):
    """What there is for the child's band."""

    band: str
    items: list[PooledOut]


class SpendIn(Body):
    """A purchase in whole yuan, rounded up; `once` is the platform's own number of it."""

    child: str = Field(min_length=1, max_length=20)
    once: str = Field(min_length=1, max_length=60)
    yuan: int = Field(ge=1, le=100_000)


class SpendOut(Schema):
    """Whether it is allowed, and why not."""

    allowed: bool
    why: str
    words: Both


class LeaseIn(Body):
    """Minutes for a device that will be without the net."""

    child: str = Field(min_length=1, max_length=20)
    device: str = Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9._-]+$")
    minutes: int = Field(ge=1, le=60)


class LeaseOut(Schema):
    """A signed token (see `lease.py`, which a device may copy), or why there is none."""

    token: str
    lease: str
    minutes: int
    why: str
    words: Both


class SettleIn(Body):
    """What was used of a lease."""

    child: str = Field(min_length=1, max_length=20)
    lease: str = Field(min_length=1, max_length=40)
    used: int = Field(ge=0, le=1440)


class SettledOut(Schema):
    """The minutes that came back; 0 for a report that came before."""

    returned: int


class KeyOut(Schema):
    """The public key: Ed25519, 32 bytes, base64url."""

    ed25519: str
