"""The life of a rule, as leads drive it on pages and as users see it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from linli.policy import load_text
from linli.station.config import operate
from linli.station.config.clock import tick
from linli.station.desk.models import Case
from linli.station.ledger.models import Row
from linli.station.moderation import services
from linli.station.moderation.models import Decision, Item, PolicyDraft, PolicyVersion, Trial, Watched
from linli.station.moderation.services import trials
from linli.station.people.actors import Forbidden
from linli.vocabulary import LinliError
from tests.station.factories import POLICY, People, community_make, item_make, people_make, submit
from tests.station.pages import signed_in

STRICTER = POLICY.replace("1.0.0", "1.1.0").replace("2026-01-01", "DAY").replace("action: label", "action: hold")


def document(days: int = 0) -> str:
    return STRICTER.replace("DAY", (timezone.localdate() + timedelta(days=days)).isoformat())


def written(people: People, text: str) -> PolicyDraft:
    """A draft as the first lead writes it on the page."""
    page = signed_in(people.lead)
    answer = page.post("/desk/policy/", {"start": "", "file": SimpleUploadedFile("new.yaml", text.encode())})
    assert answer.status_code == 302
    return PolicyDraft.objects.get(uid=answer["Location"].rstrip("/").split("/")[-1])


def tried(people: People, draft: PolicyDraft) -> Trial:
    signed_in(people.lead).post(f"/desk/policy/{draft.uid}/try/", {"limit": "1000"})
    trial = Trial.objects.get(target=draft.uid)
    while trials.trial_turn(trial.uid):
        pass
    trial.refresh_from_db()
    assert trial.state == "done", trial.problem
    return trial


def act(people: People, who: str, draft: PolicyDraft, what: str) -> str:
    """What the page says after a step."""
    return signed_in(getattr(people, who)).post(f"/desk/policy/{draft.uid}/{what}/", follow=True).content.decode()


def test_a_change_from_draft_to_effect(people: People) -> None:
    for text in ("广告一则", "今天的讲座很好", "广告两则"):
        item_make(people.forum, text)
    draft = written(people, document())
    assert PolicyVersion.objects.get(live=True).reference == "test@1.0.0"
    tried(people, draft)
    shown = signed_in(people.second_lead).get(f"/desk/policy/{draft.uid}/").content.decode()
    assert "处置更重的" in shown
    assert "广告</mark>一则" in shown
    assert "spam-words" in shown
    assert "已签发" in act(people, "second_lead", draft, "sign")
    live = PolicyVersion.objects.get(live=True)
    assert (live.reference, live.before, live.author_id) == ("test@1.1.0", "test@1.0.0", people.lead.user_id)
    assert live.published_by_id == people.second_lead.user_id
    assert submit(people.forum, "又是广告").item.assessment["policy"] == "test@1.1.0"
    public = Client().get("/rules/changes/test@1.1.0/").content.decode()
    assert "<del>" in public
    assert "加注标签" in public
    assert "test@1.1.0" in Client().get("/rules/").content.decode()
    kinds = set(Row.objects.filter(community_id=people.lead.community_id).values_list("kind", flat=True))
    assert {"policy.drafted", "trial.started", "policy.signed", "policy.published"} <= kinds


def test_the_author_does_not_sign_while_there_is_another_lead(people: People) -> None:
    draft = written(people, document())
    tried(people, draft)
    assert "起草的人不能自己签发" in act(people, "lead", draft, "sign")
    assert PolicyVersion.objects.get(live=True).reference == "test@1.0.0"
    with pytest.raises(Forbidden):
        services.draft_sign(actor=people.reviewer, uid=draft.uid)


def test_nothing_is_signed_untried_or_changed_since(people: People) -> None:
    draft = written(people, document())
    assert "试算" in act(people, "second_lead", draft, "sign")
    tried(people, draft)
    services.draft_save(
        actor=people.lead, uid=draft.uid, document=document() + "# 又改\n", note="", edition=draft.edition
    )
    with pytest.raises(LinliError, match="试算"):
        services.draft_sign(actor=people.second_lead, uid=draft.uid)


def test_rules_do_not_reach_back(people: People) -> None:
    draft = written(people, document(days=-1))
    tried(people, draft)
    assert "不溯及既往" in act(people, "second_lead", draft, "sign")


def test_a_later_day_is_told_beforehand_and_kept_by_the_clock(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = written(people, document(days=3))
    tried(people, draft)
    act(people, "second_lead", draft, "sign")
    assert PolicyVersion.objects.get(live=True).reference == "test@1.0.0"
    public = Client().get("/rules/").content.decode()
    assert "test@1.1.0" in public
    assert "看看改了什么" in public
    tick()
    assert PolicyVersion.objects.get(live=True).reference == "test@1.0.0"
    later = timezone.now() + timedelta(days=3)
    assert services.drafts_into_effect(community_id=people.lead.community_id, now=later) == 1
    assert PolicyVersion.objects.get(live=True).reference == "test@1.1.0"
    assert PolicyDraft.objects.get(pk=draft.pk).state == "live"


def test_a_signed_draft_can_be_given_up_before_its_day(people: People) -> None:
    draft = written(people, document(days=3))
    tried(people, draft)
    act(people, "second_lead", draft, "sign")
    act(people, "lead", draft, "drop")
    later = timezone.now() + timedelta(days=4)
    assert services.drafts_into_effect(community_id=people.lead.community_id, now=later) == 0
    assert "test@1.1.0" not in Client().get("/rules/").content.decode()


def test_faults_are_shown_with_their_line_and_nothing_is_lost(people: People) -> None:
    broken = document().replace("action: hold", "action: vanish", 1)
    draft = written(people, broken)
    shown = signed_in(people.lead).get(f"/desk/policy/{draft.uid}/").content.decode()
    line = broken.splitlines().index("    action: vanish") + 1
    assert f"第 {line} 行第 13 列" in shown
    assert "vanish" in shown
    assert draft.document == broken
    assert "先改好" in act(people, "lead", draft, "try")


def test_two_leads_do_not_write_over_each_other(people: People) -> None:
    draft = written(people, document())
    first, second = signed_in(people.lead), signed_in(people.second_lead)
    new = {"document": document() + "# 甲\n", "note": "甲", "edition": "1"}
    assert first.post(f"/desk/policy/{draft.uid}/", new).status_code == 302
    answer = second.post(f"/desk/policy/{draft.uid}/", new | {"document": document() + "# 乙\n"})
    assert "同事刚刚改过" in answer.content.decode()
    assert "# 乙" in answer.content.decode()
    assert PolicyDraft.objects.get(pk=draft.pk).document.endswith("# 甲\n")


def test_a_watched_draft_counts_and_never_acts(people: People) -> None:
    draft = written(people, document())
    act(people, "lead", draft, "watch")
    sent = submit(people.forum, "这是广告")
    assert (sent.item.state, sent.item.assessment["policy"]) == ("labelled", "test@1.0.0")
    seen = Watched.objects.get(draft=draft)
    assert (seen.item, seen.before, seen.after) == (sent.item, "label", "hold")
    assert "这是广告" in signed_in(people.lead).get(f"/desk/policy/{draft.uid}/").content.decode()
    act(people, "lead", draft, "unwatch")
    submit(people.forum, "还是广告")
    assert Watched.objects.filter(draft=draft).count() == 1


def test_a_background_rule_is_counted_and_offered(people: People) -> None:
    watching = POLICY.replace("1.0.0", "1.0.1").replace(
        'id: spam-words\n    clause: "2.2"', 'id: spam-words\n    clause: "2.2"'
    )
    watching = watching.replace(
        'status: live\n    when: severity["spam"]', 'status: background\n    when: severity["spam"]'
    )
    services.policy_publish(actor=people.lead, document=watching)
    item = item_make(people.forum, "今天的讲座很好")
    Watched.objects.create(
        community_id=item.community_id,
        item=item,
        rule="spam-words",
        policy="test@1.0.1",
        before="allow",
        after="label",
    )
    page = signed_in(people.lead)
    shown = page.get("/desk/policy/").content.decode()
    assert "本会触发 1 次" in shown
    answer = page.post("/desk/policy/promote/spam-words/")
    made = PolicyDraft.objects.get(uid=answer["Location"].rstrip("/").split("/")[-1])
    promoted = {rule.id: rule.status for rule in load_text(made.document).rules}
    assert promoted["spam-words"] == "live"
    assert load_text(made.document).name == "test@1.1.0"


def test_what_people_judged_is_in_the_trial(people: People) -> None:
    wrong = submit(people.forum, "这句笨蛋是玩笑")
    assert wrong.decision is not None
    services.decision_reverse(actor=people.reviewer, decision=wrong.decision, how="appeal", replaced_too=True)
    tally = tried(people, written(people, document())).tally
    assert (tally["overturned"], tally["repeats"], tally["again"]) == (1, 1, 1)
    draft = PolicyDraft.objects.get()
    assert "人推翻过的 1 件" in signed_in(people.lead).get(f"/desk/policy/{draft.uid}/").content.decode()


def test_what_an_appeal_overturned_enters_the_next_trial_by_itself(people: People) -> None:
    wrong = submit(people.forum, "这句笨蛋是玩笑")
    assert wrong.notice is not None
    services.appeal_create(actor=people.visitor, code=wrong.notice.code, text="说的是我自己")
    appeal = Case.objects.get(kind="appeal")
    before = tried(people, written(people, document())).tally
    assert before.get("overturned", 0) == 0
    desk = signed_in(people.other)
    desk.post(f"/desk/{appeal.number}/take/")
    appeal.refresh_from_db()
    given = {"version": str(appeal.version), "answer": "overturned", "reason": "是在说自己", "confirm": "1"}
    assert desk.post(f"/desk/{appeal.number}/", given).status_code == 302
    draft = PolicyDraft.objects.get()
    signed_in(people.lead).post(f"/desk/policy/{draft.uid}/try/", {"limit": "1000"})
    trial = Trial.objects.latest("pk")
    while trials.trial_turn(trial.uid):
        pass
    trial.refresh_from_db()
    assert (trial.tally["overturned"], trial.tally["again"]) == (1, 1)
    assert "人已推翻、它会再犯的" in signed_in(people.second_lead).get(f"/desk/policy/{draft.uid}/").content.decode()


def test_a_decision_whose_evidence_was_cleared_judges_nothing(people: People) -> None:
    wrong = submit(people.forum, "这句笨蛋是玩笑")
    assert wrong.decision is not None
    services.decision_reverse(actor=people.reviewer, decision=wrong.decision, how="appeal", replaced_too=True)
    Decision.objects.update(snapshot={})
    assert tried(people, written(people, document())).tally.get("overturned", 0) == 0


def test_a_trial_is_stopped_killed_and_resumed(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trials, "CHUNK", 3)
    for number in range(10):
        item_make(people.forum, f"广告 {number}")
    draft = written(people, document())
    signed_in(people.lead).post(f"/desk/policy/{draft.uid}/try/", {"limit": "1000"})
    trial = Trial.objects.get()
    assert trials.trial_turn(trial.uid, seconds=0)
    act(people, "lead", draft, "stop")
    assert not trials.trial_turn(trial.uid)
    trial.refresh_from_db()
    assert (trial.state, trial.done) == ("stopped", 3)
    act(people, "lead", draft, "resume")
    assert trials.trial_turn(trial.uid, seconds=0)
    Trial.objects.update(beat=timezone.now() - timedelta(minutes=5))  # its worker was killed
    assert services.trials_wake() == 1
    while trials.trial_turn(trial.uid):
        pass
    trial.refresh_from_db()
    assert (trial.state, trial.done, trial.tally["seen"], trial.tally["harder"]) == ("done", 10, 10, 10)


def test_private_messages_and_other_communities_stay_out_of_samples(people: People) -> None:
    submit(people.forum, "私下的广告话", kind="message", submitted_by_party=True)
    other = people_make(community_make(slug="beside"), client_id=2)
    submit(other.forum, "隔壁的广告话")
    draft = written(people, document())
    trial = tried(people, draft)
    assert trial.tally["seen"] == 1
    shown = signed_in(people.lead).get(f"/desk/policy/{draft.uid}/").content.decode()
    assert "私下的广告话" not in shown
    assert "私信，不展示原文" in shown
    assert "隔壁的广告话" not in shown


def test_a_trial_changes_nothing(people: People) -> None:
    item_make(people.forum, "广告")
    before = (Decision.objects.count(), Item.objects.get().assessment, Item.objects.get().state)
    tried(people, written(people, document()))
    assert (Decision.objects.count(), Item.objects.get().assessment, Item.objects.get().state) == before


def test_a_file_under_git_is_handed_in_as_a_draft(people: People, tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text(document(), encoding="utf-8")
    assert operate.main(["policy", str(file), "--note", "改广告规则"]) == 0
    assert "改广告规则" in signed_in(people.lead).get("/desk/policy/").content.decode()
    file.write_text(document().replace("action: hold", "action: vanish"), encoding="utf-8")
    assert operate.main(["policy", str(file)]) == 2
    assert PolicyDraft.objects.count() == 1
