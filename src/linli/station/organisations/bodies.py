"""The organisations of a community: registered, their contacts verified, who speaks for them, what bases offer."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from linli.station.ledger.ids import new_id
from linli.station.ledger.services import record, writing
from linli.station.organisations import tree
from linli.station.organisations.models import (
    Audience,
    ContactAsk,
    Delegate,
    Membership,
    Offer,
    OfferDate,
    Organisation,
    OrganisationKind,
)
from linli.station.people.actors import Actor, Forbidden, NotFound, may, require
from linli.station.people.codes import NOTICE_LENGTH, code_make
from linli.station.people.roles import Role
from linli.vocabulary import LinliError, Text

ASKED_FOR = timedelta(days=14)
DEEPEST = 6
MOST_OFFERS, MOST_DATES = 30, 60
FARTHEST = timedelta(days=400)


def organisation_add(
    *,
    actor: Actor,
    kind: str,
    name: str,
    scope: str,
    name_en: str = "",
    about: str = "",
    contact: str = "",
    parent: str = "",
) -> Organisation:
    """Registers an organisation in the community's tree."""
    require(actor, "organisation.manage", actor.community_id)
    made = Organisation(community_id=actor.community_id)
    _written(made, kind, name, scope, name_en, about, contact)
    with writing(actor.community_id):
        made.parent = _parent(actor, None, parent)
        made.save()
        _record(actor, "organisation.added", made)
    return made


def organisation_change(
    *,
    actor: Actor,
    uid: str,
    kind: str,
    name: str,
    scope: str,
    name_en: str = "",
    about: str = "",
    contact: str = "",
    parent: str = "",
) -> Organisation:
    """Writes its entry anew. Another contact is not verified yet."""
    require(actor, "organisation.manage", actor.community_id)
    with writing(actor.community_id):
        found = _kept_here(actor, uid)
        before = found.contact
        _written(found, kind, name, scope, name_en, about, contact)
        found.parent = _parent(actor, found, parent)
        if found.contact != before:
            found.contact_verified_at = None
        found.save()
        _record(actor, "organisation.changed", found)
    return found


def organisation_close(*, actor: Actor, uid: str) -> None:
    """It is no longer active; its entry stays, and nobody speaks for it. Those below it go elsewhere first."""
    require(actor, "organisation.manage", actor.community_id)
    with writing(actor.community_id):
        found = _kept_here(actor, uid)
        if found.children.filter(closed_at=None).exists():
            raise LinliError(
                Text("它下面还有单位。", "It has organisations below it."),
                field="organisation",
                value=found.name,
                mend=Text("请先把它们移到别处。", "Move them elsewhere first."),
            )
        found.closed_at = timezone.now()
        found.save(update_fields=["closed_at"])
        Delegate.objects.filter(organisation=found, ended_at=None).update(ended_at=found.closed_at)
        _record(actor, "organisation.closed", found)


def contact_ask(*, actor: Actor, uid: str) -> str:
    """The code of a link to send to the organisation's contact. Whoever opens it there confirms and speaks for it."""
    require(actor, "organisation.manage", actor.community_id)
    with writing(actor.community_id):
        found = _kept_here(actor, uid)
        if not found.contact or found.closed_at is not None:
            raise LinliError(Text("还没有写联系方式。", "It has no contact yet."), field="contact", value="")
        ContactAsk.objects.filter(organisation=found, used_at=None).delete()
        ask = new_id()
        code, digest = code_make(tree.CONTACT, ask, NOTICE_LENGTH)
        ContactAsk.objects.create(
            community_id=actor.community_id,
            uid=ask,
            organisation=found,
            contact=found.contact,
            code_digest=digest,
            by_id=actor.user_id,
            expires_at=timezone.now() + ASKED_FOR,
        )
        _record(actor, "organisation.contact-asked", found)
    return code


def contact_confirm(*, actor: Actor, code: str) -> Organisation:
    """Whoever got the link at the contact confirms it and speaks for the organisation; never who made the link."""
    require(actor, "organisation.speak", actor.community_id)
    with writing(actor.community_id):
        ask = tree.ask_by_code(community_id=actor.community_id, code=code)
        if actor.user_id is None or actor.user_id == ask.by_id:
            raise Forbidden(
                Text("做链接的人不能自己确认。", "Whoever made the link cannot confirm it."),
                field="person",
                mend=Text("请把链接发到这个联系方式，由对方打开。", "Send it to the contact; they open it."),
            )
        found = ask.organisation
        if found.contact != ask.contact:
            raise LinliError(
                Text("联系方式刚刚改过。", "The contact has just changed."), field="contact", value=ask.contact
            )
        ask.used_at, ask.used_by_id = timezone.now(), actor.user_id
        ask.save(update_fields=["used_at", "used_by"])
        found.contact_verified_at = ask.used_at
        found.save(update_fields=["contact_verified_at"])
        _join(actor, found, actor.user_id)
        _record(actor, "organisation.contact-confirmed", found)
    return found


def delegate_hand_over(*, actor: Actor, uid: str, user_id: int) -> Delegate:
    """Who speaks for an organisation hands that over to another member, in one step; a lead does it for one gone."""
    with writing(actor.community_id):
        found = tree.organisation(community_id=actor.community_id, uid=uid)
        _speaks_or_leads(actor, found)
        heir = Membership.objects.filter(
            user_id=user_id, community_id=actor.community_id, role__gte=Role.MEMBER, user__is_active=True
        ).first()
        if heir is None or user_id == actor.user_id:
            raise LinliError(
                Text("只能交给本社区的另一位成员。", "Hand over to another member of this community."),
                field="person",
                value=user_id,
            )
        mine = Delegate.objects.filter(organisation=found, user_id=actor.user_id or 0, ended_at=None)
        mine.update(ended_at=timezone.now())
        made = _join(actor, found, user_id)
        _record(actor, "organisation.handed-over", found, user_id)
    return made


def delegate_end(*, actor: Actor, uid: str, user_id: int) -> None:
    """A person no longer speaks for it: at their own wish, or at a lead's."""
    with writing(actor.community_id):
        found = tree.organisation(community_id=actor.community_id, uid=uid)
        if user_id != actor.user_id:
            require(actor, "organisation.manage", actor.community_id)
        if Delegate.objects.filter(organisation=found, user_id=user_id, ended_at=None).update(
            ended_at=timezone.now()
        ):
            _record(actor, "organisation.delegate-ended", found, user_id)


def offer_add(*, actor: Actor, uid: str, title: str, text: str, audience: str, booking: str = "") -> Offer:
    """A literacy base offers something: what, for whom, how to book."""
    title, text, booking = _words("title", title, 60), _words("text", text, 600), _words("booking", booking, 200, 0)
    if audience not in Audience.values:
        raise LinliError(Text("请选给谁的。", "Say for whom."), field="audience", value=audience)
    with writing(actor.community_id):
        found = tree.organisation(community_id=actor.community_id, uid=uid)
        _speaks_or_leads(actor, found)
        if found.kind != OrganisationKind.BASE:
            raise LinliError(
                Text("只有素养教育基地有课目。", "Only a base has offers."), field="kind", value=found.kind
            )
        if found.offers.filter(ended_at=None).count() >= MOST_OFFERS:
            raise LinliError(Text("课目太多了。", "There are too many offers."), field="title", value=title)
        made = Offer.objects.create(
            community_id=actor.community_id,
            organisation=found,
            title=title,
            text=text,
            audience=audience,
            booking=booking,
        )
        _record(actor, "organisation.offered", found)
    return made


def offer_end(*, actor: Actor, uid: str) -> None:
    """It is offered no longer; safe to repeat."""
    with writing(actor.community_id):
        found = _offer(actor, uid)
        found.ended_at = found.ended_at or timezone.now()
        found.save(update_fields=["ended_at"])
        _record(actor, "organisation.offer-ended", found.organisation)


def date_add(*, actor: Actor, offer: str, starts: datetime, place: str) -> OfferDate:
    """The next date of an offer: in the future, within a year or so."""
    place = _words("place", place, 80)
    now = timezone.now()
    if not now < starts < now + FARTHEST:
        raise LinliError(
            Text("日期要在今后一年之内。", "The date lies within the next year."), field="starts", value=starts
        )
    with writing(actor.community_id):
        found = _offer(actor, offer)
        if found.ended_at is not None or found.dates.filter(starts__gt=now).count() >= MOST_DATES:
            raise LinliError(Text("不能再加日期了。", "No more dates can be added."), field="starts", value=starts)
        made = OfferDate.objects.create(community_id=actor.community_id, offer=found, starts=starts, place=place)
        _record(actor, "organisation.date-set", found.organisation)
    return made


def date_cancel(*, actor: Actor, uid: str) -> None:
    """A date falls out; it stays to be seen as such. Safe to repeat."""
    with writing(actor.community_id):
        date = OfferDate.objects.filter(community_id=actor.community_id, uid=uid).select_related("offer").first()
        if date is None:
            raise NotFound(Text("没有这个日期。", "There is no such date."), field="date", value=uid)
        found = _offer(actor, date.offer.uid)
        date.cancelled_at = date.cancelled_at or timezone.now()
        date.save(update_fields=["cancelled_at"])
        _record(actor, "organisation.date-cancelled", found.organisation)


def _offer(actor: Actor, uid: str) -> Offer:
    found = Offer.objects.filter(community_id=actor.community_id, uid=uid).select_related("organisation").first()
    if found is None:
        raise NotFound(Text("没有这个课目。", "There is no such offer."), field="offer", value=uid)
    _speaks_or_leads(actor, found.organisation)
    return found


def _kept_here(actor: Actor, uid: str) -> Organisation:
    found = Organisation.objects.filter(community_id=actor.community_id, uid=uid).first()
    if found is None:
        raise NotFound(Text("没有这个单位。", "There is no such organisation."), field="organisation", value=uid)
    return found


def _speaks_or_leads(actor: Actor, found: Organisation) -> None:
    if found.closed_at is not None:
        raise LinliError(
            Text("这个单位已停用。", "This organisation is closed."), field="organisation", value=found.name
        )
    if may(actor, "organisation.manage", actor.community_id):
        return
    if not tree.speaks_for(actor=actor, organisation=found):
        raise Forbidden(
            Text("您不是这个单位的经办人。", "You do not speak for this organisation."),
            field="organisation",
            value=found.name,
        )


def _join(actor: Actor, found: Organisation, user_id: int) -> Delegate:
    made, _ = Delegate.objects.get_or_create(
        organisation=found,
        user_id=user_id,
        ended_at=None,
        defaults={"community_id": actor.community_id, "by_id": actor.user_id},
    )
    return made


def _written(made: Organisation, kind: str, name: str, scope: str, name_en: str, about: str, contact: str) -> None:
    if kind not in OrganisationKind.values:
        raise LinliError(Text("请选是哪一种单位。", "Say which kind it is."), field="kind", value=kind)
    made.kind, made.name, made.scope = kind, _words("name", name, 60), _words("scope", scope, 200)
    made.name_en, made.about = _words("name_en", name_en, 120, 0), _words("about", about, 500, 0)
    made.contact = _words("contact", contact, 120, 0)


def _parent(actor: Actor, child: Organisation | None, uid: str) -> Organisation | None:
    if not uid:
        return None
    found = tree.organisation(community_id=actor.community_id, uid=uid)
    above = tree.above(found)
    if child is not None and child.pk in {one.pk for one in (found, *above)}:
        raise LinliError(Text("不能放在自己下面。", "It cannot lie below itself."), field="parent", value=found.name)
    if len(above) + 2 > DEEPEST or found.closed_at is not None:
        raise LinliError(Text("不能放在那里。", "It cannot be put there."), field="parent", value=found.name)
    return found


def _words(name: str, value: str, longest: int, least: int = 1) -> str:
    text = value.strip()
    if least <= len(text) <= longest:
        return text
    raise LinliError(
        Text(f"应是 {least} 到 {longest} 个字。", f"It takes {least} to {longest} characters."),
        field=name,
        value=text,
    )


def _record(actor: Actor, kind: str, found: Organisation, user_id: int | None = None) -> None:
    record(
        community_id=actor.community_id,
        kind=kind,
        actor=actor,
        object_type="organisation",
        object_id=found.uid,
        subject=f"user:{user_id}" if user_id is not None else "",
    )
