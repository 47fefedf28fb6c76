"""Who may do what: the least role, whether a client of the API may, whether the station itself may."""

from __future__ import annotations

from linli.station.people.actors import Permission
from linli.station.people.roles import Role

PERMISSIONS: dict[str, Permission] = {
    "community.create": Permission(Role.KEEPER),
    "membership.list": Permission(Role.LEAD),
    "membership.set": Permission(Role.KEEPER),
    "membership.join": Permission(Role.VISITOR, system=False),
    "membership.end": Permission(Role.KEEPER),
    "ledger.export": Permission(Role.LEAD),
    "submission.create": Permission(Role.VISITOR, client=True),
    "submission.own": Permission(Role.VISITOR, client=True),
    "case.list": Permission(Role.REVIEWER, system=False),
    "case.take": Permission(Role.REVIEWER, system=False),
    "case.answer": Permission(Role.REVIEWER, system=False),
    "case.reverse": Permission(Role.LEAD, system=False),
    "case.assign": Permission(Role.LEAD, system=False),
    "case.remind": Permission(Role.KEEPER),
    "account.know": Permission(Role.REVIEWER, client=True),
    "item.submit": Permission(Role.REVIEWER, client=True),
    "item.withdraw": Permission(Role.KEEPER, client=True),
    "item.list": Permission(Role.REVIEWER, client=True),
    "decision.make": Permission(Role.REVIEWER),
    "decision.reverse": Permission(Role.REVIEWER),
    "decision.list": Permission(Role.REVIEWER, client=True),
    "account.notices": Permission(Role.KEEPER, client=True),
    "policy.publish": Permission(Role.LEAD),
    "learning.learn": Permission(Role.VISITOR),
    "learning.teach": Permission(Role.MEMBER, system=False),
    "learning.write": Permission(Role.REVIEWER),
    "privacy.ask": Permission(Role.VISITOR, client=True),
    "privacy.fulfil": Permission(Role.LEAD, client=True),
    "checkpoint.make": Permission(Role.KEEPER),
    "retention.run": Permission(Role.KEEPER),
    "peer.list": Permission(Role.LEAD),
    "peer.manage": Permission(Role.KEEPER),
    "object.publish": Permission(Role.REVIEWER),
    "object.take": Permission(Role.KEEPER),
    "policy.draft": Permission(Role.LEAD),
    "policy.sign": Permission(Role.LEAD, system=False),
    "activity.publish": Permission(Role.LEAD),
    "activity.join": Permission(Role.MEMBER, system=False),
    "client.manage": Permission(Role.KEEPER),
}
