"""Writing about standing: an account's class, an appeal against what was reckoned, counting anew."""

from __future__ import annotations

from django.utils import timezone

from linli.station.desk import services as desk
from linli.station.desk.services import Receipt
from linli.station.ledger.services import record, writing
from linli.station.people.actors import Actor, Forbidden, require
from linli.station.standing.models import Holder, Kind, Profile, Renewal
from linli.vocabulary import LinliError, Text

AUDIENCES = range(4)


def profile_set(*, actor: Actor, account: str, kind: Kind, audience: int, basis: str) -> Profile:
    """A lead says of which class an account is, to how many it publishes, and on what ground (its owner reads it)."""
    require(actor, "standing.profile", actor.community_id)
    ground = basis.strip()
    if not 4 <= len(ground) <= 200 or audience not in AUDIENCES or kind not in Kind:
        raise LinliError(
            Text("请写明依据。", "Say on what ground."),
            field="basis",
            value=basis,
            mend=Text("4 至 200 个字，账号主人会看到。", "4 to 200 characters; the account's owner reads it."),
        )
    reach = 0 if kind == Kind.PERSONAL else audience
    with writing(actor.community_id):
        made, _ = Profile.objects.update_or_create(
            community_id=actor.community_id,
            account=account,
            defaults={
                "kind": kind,
                "audience": reach,
                "basis": ground,
                "by_id": actor.user_id,
                "changed": timezone.now(),
            },
        )
        _record(actor, "profile.set", account, f"account:{account}", {"kind": str(kind), "audience": reach})
    return made


def standing_appeal(*, actor: Actor, text: str, account: str = "", source: str = "") -> Receipt:
    """The owner says that their standing is wrong. `account`: one they speak for; else it is about their reports."""
    if actor.user_id is None and not account:
        raise Forbidden(Text("请先登录。", "Please sign in."), field="user")
    with writing(actor.community_id):
        held = Holder.objects.filter(community_id=actor.community_id, account=account)
        held = held.filter(user=None) if account else held.filter(user=actor.user_id or 0)
        holder = held.first() or Holder.objects.create(
            community_id=actor.community_id, user_id=None if account else actor.user_id, account=account
        )
        return desk.submission_create(
            actor=Actor(actor.role, actor.community_id, actor.user_id, actor.client_id, system="standing"),
            kind="standing",
            body={"text": text},
            subject_type="standing",
            subject_id=holder.uid,
            source=source,
            account="" if actor.user_id else account,
        )


def standing_renew(*, actor: Actor, holder: Holder) -> Renewal:
    """Counting begins anew. For the answer to an appeal."""
    with writing(actor.community_id):
        made = Renewal.objects.create(holder=holder)
        _record(actor, "standing.renewed", holder.uid, _subject(holder), {"renewal": made.uid})
    return made


def standing_renewal_undo(*, actor: Actor, uid: str) -> None:
    """The counterpart of `standing_renew`."""
    with writing(actor.community_id):
        found = Renewal.objects.get(uid=uid, holder__community_id=actor.community_id)
        found.undone = True
        found.save(update_fields=["undone"])
        _record(actor, "standing.back", found.holder.uid, _subject(found.holder), {"renewal": uid})


def _subject(holder: Holder) -> str:
    return f"account:{holder.account}" if holder.account else f"user:{holder.user_id}"


def _record(actor: Actor, kind: str, uid: str, subject: str, data: dict[str, object]) -> None:
    record(
        community_id=actor.community_id,
        kind=kind,
        actor=actor,
        object_type="standing",
        object_id=uid,
        subject=subject,
        data=data,
    )
