"""From a form to its readers: a draft, a second reader, the page, the feeds, a correction, a withdrawal."""

from __future__ import annotations

import io
import json
import struct
import zlib
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from linli.station.ledger.models import Row
from linli.station.people.personal import Subject
from linli.station.publishing import services
from linli.station.publishing.models import Channel, Picture, Tally, Work
from linli.station.publishing.personal import PERSONAL
from tests.station.factories import People, community_make, people_make
from tests.station.pages import signed_in
from tests.station.publishing.scene import FORM, photo_bytes


def photo(size: tuple[int, int] = (1200, 800), kind: str = "PNG", **more: object) -> SimpleUploadedFile:
    return SimpleUploadedFile("a.png", photo_bytes(size, kind, **more))


@pytest.fixture(autouse=True)
def _somewhere(settings: object, tmp_path: object) -> None:
    settings.HOME = tmp_path  # type: ignore[attr-defined]


@pytest.fixture
def channel(people: People) -> Channel:
    return services.channel_make(actor=people.lead, slug="news", name="街坊", owner=people.lead.user_id)


def write(people: People, **more: object) -> str:
    answer = signed_in(people.member).post("/write/new/", {**FORM, **more})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"]).strip("/").split("/")[1]


def offer(people: People, uid: str, **more: object) -> None:
    signed_in(people.member).post(f"/write/{uid}/act/offer/", more)


def publish(people: People, uid: str, **more: object) -> None:
    client = signed_in(people.reviewer)
    seen = client.get(f"/write/{uid}/").context["publish"].initial["seen"]
    client.post(f"/write/{uid}/act/publish/", {"seen": seen, "editor_name": "苏编辑", **more})


def published(people: People, **more: object) -> str:
    uid = write(people, **more)
    offer(people, uid)
    publish(people, uid)
    return uid


def test_from_a_form_to_the_page_and_the_feeds(people: People, channel: Channel) -> None:
    uid = write(people, picture=photo(), alt="一树桂花")
    assert Client().get(f"/read/{uid}/").status_code == 404
    assert signed_in(people.visitor).get("/read/").context["works"] == []
    offer(people, uid)
    assert FORM["title"] in signed_in(people.reviewer).get("/write/").content.decode()
    publish(people, uid)
    page = Client().get(f"/read/{uid}/")
    shown = page.content.decode()
    for words in ("桂花开了", "<h2>去哪里看</h2>", "<b>河边</b>", "小满", "苏编辑", 'alt="一树桂花"', "CC BY 4.0"):
        assert words in shown, words
    assert Client().get(page.context["one"]["cover"]["src"])["Content-Type"] == "image/webp"
    assert FORM["title"] in Client().get("/read/in/news/").content.decode()
    for path in ("/read/feed.atom", "/read/feed.rss"):
        assert FORM["title"] in "".join(ElementTree.fromstring(Client().get(path).content).itertext()), path
    item = json.loads(Client().get("/read/feed.json").content)["items"][0]
    assert item["authors"] == [{"name": "小满"}]
    assert "<script" not in item["content_html"]
    kinds = set(Row.objects.filter(object_type="work").values_list("kind", flat=True))
    assert kinds == {"work.started", "work.changed", "work.offered", "work.published"}


def test_the_newest_are_on_the_home_page_and_light(people: People, channel: Channel) -> None:
    for number in range(4):
        published(people, title=f"第{number}篇")
    home = Client().get("/")
    assert [version.content["title"] for version, _ in home.context["works"]] == ["第3篇", "第2篇", "第1篇"]
    assert "第3篇" in home.content.decode()
    assert len(home.content) < 40_000


def test_the_second_reader_is_somebody_else(people: People, channel: Channel) -> None:
    made = signed_in(people.reviewer).post("/write/new/", FORM)
    uid = str(made["Location"]).strip("/").split("/")[1]
    author = signed_in(people.reviewer)
    author.post(f"/write/{uid}/act/offer/")
    seen = signed_in(people.other).get(f"/write/{uid}/").context["publish"].initial["seen"]
    answer = author.post(f"/write/{uid}/act/publish/", {"seen": seen}, follow=True)
    assert "第二位读者要是另一个人" in answer.content.decode()
    assert Work.objects.get(uid=uid).stage == "waiting"
    assert signed_in(people.member).post(f"/write/{uid}/act/publish/", {"seen": seen}).status_code == 404


def test_what_was_not_seen_is_not_published(people: People, channel: Channel) -> None:
    uid = write(people)
    offer(people, uid)
    client = signed_in(people.reviewer)
    seen = client.get(f"/write/{uid}/").context["publish"].initial["seen"]
    author = signed_in(people.member)
    author.post(f"/write/{uid}/act/take-back/")
    author.post(f"/write/{uid}/edit/", {**FORM, "text": "换了一句话。"})
    author.post(f"/write/{uid}/act/offer/")
    answer = client.post(f"/write/{uid}/act/publish/", {"seen": seen}, follow=True)
    assert "您读过以后作者又改了" in answer.content.decode()
    assert Work.objects.get(uid=uid).live == 0


def test_a_correction_is_open(people: People, channel: Channel) -> None:
    uid = published(people)
    author = signed_in(people.member)
    author.post(f"/write/{uid}/edit/", {**FORM, "text": "西门那棵先开。"})
    assert "东门那棵先开" in Client().get(f"/read/{uid}/").content.decode()
    offer(people, uid)
    assert Work.objects.get(uid=uid).stage == "draft", "a correction needs its note"
    offer(people, uid, note="不是东门，是西门。")
    publish(people, uid)
    shown = Client().get(f"/read/{uid}/").content.decode()
    assert "西门那棵先开" in shown
    assert "不是东门，是西门。" in shown
    assert "东门那棵先开" in Client().get(f"/read/{uid}/?version=1").content.decode()
    item = json.loads(Client().get("/read/feed.json").content)["items"][0]
    assert "不是东门，是西门。" in item["content_html"]


def test_given_back_with_a_reason(people: People, channel: Channel) -> None:
    uid = write(people)
    offer(people, uid)
    signed_in(people.reviewer).post(f"/write/{uid}/act/return/", {"why": "请写明在哪条街。"})
    client = signed_in(people.member)
    assert "请写明在哪条街。" in client.get(f"/write/{uid}/").content.decode()
    assert "退回修改" in client.get("/me/").content.decode()


def test_withdrawn_with_a_reason(people: People, channel: Channel) -> None:
    uid = published(people)
    signed_in(people.reviewer).post(f"/write/{uid}/act/withdraw/", {"why": "不想要"})
    assert Client().get(f"/read/{uid}/").status_code == 200
    signed_in(people.member).post(f"/write/{uid}/act/withdraw/", {"why": "照片里有别人，没问过。"})
    gone = Client().get(f"/read/{uid}/")
    assert gone.status_code == 410
    assert "照片里有别人，没问过。" in gone.content.decode()
    assert "东门" not in gone.content.decode()
    assert json.loads(Client().get("/read/feed.json").content)["items"] == []


def test_a_channel_without_an_owner_hides(people: People, channel: Channel) -> None:
    uid = published(people)
    services.channel_set(actor=people.lead, uid=channel.uid, state="open", owner=None)
    assert Client().get("/read/in/news/").status_code == 404
    assert FORM["title"] not in Client().get("/read/").content.decode()
    assert Client().get(f"/read/{uid}/").status_code == 200, "an address that was given out stays"


def test_what_a_machine_made_says_so_everywhere(people: People, channel: Channel) -> None:
    uid = published(people, machine="generated")
    assert "内容由人工智能生成" in Client().get(f"/read/{uid}/").content.decode()
    item = json.loads(Client().get("/read/feed.json").content)["items"][0]
    assert "人工智能生成" in item["title"]
    assert "人工智能生成" in item["content_html"]


def test_the_own_check_nudges_and_never_refuses(people: People, channel: Channel) -> None:
    uid = write(people, text="加我微信 vx12345 领红包，你这个傻逼")
    page = signed_in(people.member).get(f"/write/{uid}/")
    assert page.context["advice"]
    offer(people, uid)
    assert Work.objects.get(uid=uid).stage == "waiting"


HOSTILE = {
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "SVG"),
    "html": (b"<!doctype html><script>alert(1)</script>", "SVG"),
    "broken": (b"\x89PNG\r\n\x1a\n" + b"x" * 200, "读不出"),
}


@pytest.mark.parametrize("name", ["svg", "html", "broken"])
def test_a_hostile_picture_is_refused_and_the_words_are_kept(people: People, channel: Channel, name: str) -> None:
    data, why = HOSTILE[name]
    sent = SimpleUploadedFile("a.png", data)
    answer = signed_in(people.member).post("/write/new/", {**FORM, "picture": sent, "alt": "图"}, follow=True)
    shown = answer.content.decode()
    assert why in shown
    assert "东门那棵先开" in shown
    assert Picture.objects.count() == 0


def bomb(width: int, height: int) -> bytes:
    """A PNG whose head says that it is huge."""
    small = io.BytesIO()
    Image.new("RGB", (1, 1)).save(small, "PNG")
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    data = small.getvalue()
    return data[:8] + chunk + data[8 + 25 :]


@pytest.mark.parametrize(("width", "height"), [(25_000, 20_000), (9_000, 9_000), (11_000, 11_000), (200_000, 3)])
def test_a_picture_of_too_many_pixels_is_refused_unread(
    people: People, channel: Channel, width: int, height: int
) -> None:
    sent = {**FORM, "picture": SimpleUploadedFile("a.png", bomb(width, height)), "alt": "图"}
    shown = signed_in(people.member).post("/write/new/", sent, follow=True).content.decode()
    assert "像素太多" in shown
    assert "东门那棵先开" in shown


def test_what_the_camera_wrote_is_not_kept(people: People, channel: Channel, tmp_path: object) -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "SecretCamera", 6
    uid = write(people, picture=photo((900, 600), "JPEG", exif=exif.tobytes()), alt="图")
    kept = Picture.objects.get()
    assert (kept.width, kept.height) == (600, 900), "turned upright"
    files = [one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()]  # type: ignore[attr-defined]
    assert len(files) == 4
    assert not any(b"SecretCamera" in one or b"Exif" in one for one in files)
    assert Work.objects.get(uid=uid).cover == kept


def test_pasted_html_keeps_its_words_and_nothing_that_acts(people: People, channel: Channel) -> None:
    pasted = (
        '<h2>标题</h2><p onclick="x()">一段<b>重点</b></p><script>alert(1)</script>'
        '<a href="javascript:alert(1)">坏</a><a href="https://example.org/a">好</a><img src=x onerror=alert(1)>'
    )
    uid = published(people, text=pasted)
    shown = Client().get(f"/read/{uid}/").content.decode()
    body = shown.split('class="prose"')[1].split("</article>")[0]
    assert "<h2>标题</h2>" in body
    assert "<b>重点</b>" in body
    assert 'href="https://example.org/a"' in body
    assert not any(bad in body for bad in ("script", "onclick", "onerror", "javascript", "<img"))


def test_parts_of_every_kind_are_added_moved_and_shown(people: People, channel: Channel) -> None:
    uid, client = write(people), signed_in(people.member)
    given = {
        "card": {"title": "先看见，再开口", "text": "慢一秒。"},
        "quote": {"text": "海内存知己", "source": "王勃", "url": ""},
        "moment": {
            "when": "1919",
            "title": "一件事",
            "text": "经过",
            "source": "档案",
            "url": "https://example.org/",
        },
        "poll": {"question": "去哪里看？", "options": "东门\n河边"},
        "quiz": {"question": "哪棵先开？", "options": "东门\n西门", "right": "1", "why": "向阳。"},
    }
    for kind, said in given.items():
        assert client.post(f"/write/{uid}/parts/{kind}/", said).status_code == 302, kind
    client.post(f"/write/{uid}/parts/picture/", {"picture": photo(), "alt": "河", "caption": "河边"})
    bad = client.post(f"/write/{uid}/parts/quiz/", {**given["quiz"], "right": "7"})
    assert bad.status_code == 422
    assert bad.context["form"].errors["right"]
    body = Work.objects.get(uid=uid).body
    assert [one["type"] for one in body] == ["text", *given, "picture"]
    client.post(f"/write/{uid}/parts/{body[-1]['id']}/", {"move": "up"})
    client.post(f"/write/{uid}/parts/{body[1]['id']}/", {"move": "out"})
    assert [one["type"] for one in Work.objects.get(uid=uid).body] == [
        "text",
        "quote",
        "moment",
        "poll",
        "picture",
        "quiz",
    ]
    offer(people, uid)
    publish(people, uid)
    shown = Client().get(f"/read/{uid}/").content.decode()
    assert all(words in shown for words in ("海内存知己", "1919", "去哪里看？", "河边", "哪棵先开？"))
    assert "向阳" not in shown, "the answer is told after one answered"


def test_every_medium_of_what_is_public_and_of_a_draft(people: People, channel: Channel) -> None:
    uid = write(people, picture=photo(), alt="一树桂花", machine="assisted")
    shapes = ("card.svg", "poster.svg", "chat/")
    assert [Client().get(f"/read/{uid}/{one}").status_code for one in shapes] == [404] * 3
    assert [Client().get(f"/write/{uid}/{one}").status_code for one in shapes] == [404] * 3
    assert [signed_in(people.member).get(f"/write/{uid}/{one}").status_code for one in shapes] == [200] * 3
    offer(people, uid)
    publish(people, uid)
    for one in shapes:
        shown = Client().get(f"/read/{uid}/{one}").content.decode()
        assert "桂花开了" in shown
        assert "人工智能辅助" in shown
    card = Client().get(f"/read/{uid}/card.svg").content.decode()
    assert ElementTree.fromstring(card).tag.endswith("svg")
    assert "data:image/jpeg;base64," in card
    chat = Client().get(f"/read/{uid}/chat/")
    assert '<h2 style="' in chat.content.decode()
    assert "class=" not in chat.content.decode().split("<article")[1].split("</article>")[0]
    assert "'unsafe-inline'" in chat["Content-Security-Policy"].split("style-src")[1].split(";")[0]
    assert "'unsafe-inline'" not in chat["Content-Security-Policy"].split("script-src")[1].split(";")[0]


def test_the_api_reads_what_is_public(people: People, channel: Channel) -> None:
    uid, draft = published(people), write(people, title="还没写完")
    found = Client().get("/api/v1/works").json()["results"]
    assert [one["uid"] for one in found] == [uid]
    whole = Client().get(f"/api/v1/works/{uid}").json()
    assert whole["body"][0]["type"] == "text"
    assert "<h2>去哪里看</h2>" in whole["html"]
    assert Client().get(f"/api/v1/works/{draft}").status_code == 404
    assert Client().get("/api/v1/works?channel=none").status_code == 404


def test_figures_have_no_names(people: People, channel: Channel) -> None:
    uid = write(people)
    signed_in(people.member).post(f"/write/{uid}/parts/poll/", {"question": "去哪里看？", "options": "东门\n河边"})
    offer(people, uid)
    publish(people, uid)
    part = Work.objects.get(uid=uid).body[1]["id"]
    reader = Client()
    assert reader.post(f"/read/{uid}/end/").status_code == 204
    for option in ("2", "1"):
        answer = reader.post(f"/read/{uid}/answer/", {"part": part, "option": option}, follow=True)
    assert "1 次" in answer.content.decode()
    Client().post(f"/read/{uid}/answer/", {"part": part, "option": "9"})
    assert {(one.what, one.count) for one in Tally.objects.all()} == {("end", 1), (f"{part}:2", 1)}
    figures = signed_in(people.member).get("/write/").context["figures"]
    assert figures == {"ended": 1, "took": 1}


def test_one_address_does_not_count_for_a_crowd(people: People, channel: Channel) -> None:
    uid = published(people)
    for _ in range(30):
        Client().post(f"/read/{uid}/end/", REMOTE_ADDR="192.0.2.7")
    assert Tally.objects.get(work__uid=uid).count < 10


def test_a_lead_opens_merges_and_is_asked_about_channels(people: People, channel: Channel) -> None:
    lead, uid = signed_in(people.lead), published(people)
    said = {"name": "老故事", "slug": "old", "about": "", "owner": str(people.keeper.user_id)}
    assert lead.post("/write/channels/", said).status_code == 302
    assert lead.post("/write/channels/", said).status_code == 422
    other = Channel.objects.get(slug="old")
    named = {
        f"{channel.uid}-owner": said["owner"],
        f"{channel.uid}-state": "merged",
        f"{channel.uid}-into": other.uid,
    }
    lead.post(f"/write/channels/{channel.uid}/", named)
    assert FORM["title"] in Client().get("/read/in/news/").content.decode(), (
        "the old address leads to the new channel"
    )
    Channel.objects.update(created=timezone.now() - timedelta(days=60))
    Work.objects.filter(uid=uid).update(published_at=timezone.now() - timedelta(days=40))
    assert services.publishing_tick(community_id=people.lead.community_id) == 1
    assert services.publishing_tick(community_id=people.lead.community_id) == 0
    assert "三十天没有新作品" in signed_in(people.keeper).get("/me/").content.decode()
    assert signed_in(people.reviewer).get("/write/channels/").status_code == 403


def test_what_is_written_elsewhere_is_out_of_reach(people: People, channel: Channel) -> None:
    uid = published(people)
    beside = community_make(slug="beside")
    others = people_make(beside, client_id=2)
    for path in (f"/c/beside/read/{uid}/", f"/c/beside/write/{uid}/", f"/c/beside/read/{uid}/card.svg"):
        assert signed_in(others.lead).get(path).status_code == 404, path
    assert signed_in(others.lead).post(f"/write/{uid}/act/publish/", {"seen": "x"}).status_code == 404


def test_whoever_goes_takes_their_name_along(people: People, channel: Channel) -> None:
    uid, draft = published(people), write(people, title="还没写完")
    subject = Subject(people.member.community_id, user_id=people.member.user_id)
    assert PERSONAL.export(subject)["publishing.Work"][0]["byline"] == "小满"
    PERSONAL.erase(subject)
    assert "小满" not in Client().get(f"/read/{uid}/").content.decode()
    assert Work.objects.get(uid=draft).body == []
