"""The evidence pack: what it holds, that it verifies offline, that no change stays unseen, what a copy hides."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from typer.testing import CliRunner
from warcio.archiveiterator import ArchiveIterator

from linli.cli.evidence import app
from linli.station.ledger.models import Row
from linli.station.ledger.services import export_chain
from linli.station.moderation.services import item_withdraw
from linli.station.shield import pack, selectors, services
from linli.vocabulary import LinliError
from tests.station.shield.conftest import Scene

PHONE = "13800138000"


@pytest.fixture
def made(scene: Scene, tmp_path: Path) -> Path:
    scene.say("你这个笨蛋", "u-rude", url="https://forum.example/1")
    scene.say("笨蛋，滚", "u-other")
    scene.say("花真好看", "u-kind")
    found = services.evidence_make(
        actor=scene.forum, shield=scene.shield, counts={"x": {"views": 3}}, hurtful_only=True
    )
    path = tmp_path / found.name
    path.write_bytes(found.content)
    return path


def inside(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    files = inside(path)
    change(files)
    other = path.with_name("changed.zip")
    other.write_bytes(pack.zipped(files))
    return other


def test_it_holds_the_words_their_proof_and_papers_to_read(made: Path) -> None:
    files = inside(made)
    assert set(files) == {
        "index.html",
        "index.css",
        "index.pdf",
        "items.jsonl",
        "items.warc.gz",
        "ledger.jsonl",
        "keys.json",
        "manifest.json",
        "seal.json",
    }
    items = [json.loads(line) for line in files["items.jsonl"].splitlines()]
    assert [item["text"] for item in items] == ["你这个笨蛋", "笨蛋，滚"]
    assert items[0]["thread"] == ["小满：今天的花开了"]
    assert "你这个笨蛋" in files["index.html"].decode()
    assert files["index.pdf"].startswith(b"%PDF-")
    assert len(files["index.pdf"]) > 2000


def test_the_web_archive_is_read_by_other_tools_and_says_the_same(made: Path) -> None:
    files = inside(made)
    items = [json.loads(line) for line in files["items.jsonl"].splitlines()]
    archive = ArchiveIterator(io.BytesIO(files["items.warc.gz"]), check_digests="raise")
    found = [(one.rec_type, one.rec_headers, one.content_stream().read()) for one in archive]
    assert [kind for kind, _, _ in found] == ["warcinfo", "resource", "resource"]
    assert found[1][1].get_header("WARC-Target-URI") == "https://forum.example/1"
    assert found[2][1].get_header("WARC-Target-URI") == f"urn:linli:item:{items[1]['uid']}"
    assert [json.loads(body) for _, _, body in found[1:]] == items


def test_it_verifies_offline_and_every_word_is_proven(made: Path, scene: Scene, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.jsonl"
    with ledger.open("w", encoding="utf-8") as out:
        export_chain(scene.shield.community_id, out)
    report = pack.verify_file(made, ledger)
    assert report.sound, report.problems
    assert (report.items, report.proven) == (2, 2)
    shown = CliRunner().invoke(app, ["verify", str(made), "--json"])
    assert shown.exit_code == 0
    assert json.loads(shown.stdout)["proven"] == 2


def _reworded(files: dict[str, bytes]) -> None:
    files["items.jsonl"] = files["items.jsonl"].replace("滚".encode(), "请".encode())


def _reworded_with_new_digests(files: dict[str, bytes]) -> None:
    rows = [json.loads(line) for line in files["items.jsonl"].splitlines()]
    rows[0]["text"] = "我从没说过"
    rows[0]["sha256"] = pack.digest(rows[0]["text"].encode())
    files["items.jsonl"] = "\n".join(json.dumps(r) for r in rows).encode()
    manifest = json.loads(files["manifest.json"])
    manifest["files"]["items.jsonl"] = {"sha256": pack.digest(files["items.jsonl"]), "bytes": 0}
    files["manifest.json"] = json.dumps(manifest).encode()


def _resealed(files: dict[str, bytes]) -> None:
    _reworded_with_new_digests(files)
    seal = json.loads(files["seal.json"])
    seal["data"]["manifest"] = pack.digest(files["manifest.json"])
    files["seal.json"] = json.dumps(seal).encode()


def _one_file_more(files: dict[str, bytes]) -> None:
    files["more.html"] = b"<p>"


def _one_file_less(files: dict[str, bytes]) -> None:
    del files["index.pdf"]


def _a_row_changed(files: dict[str, bytes]) -> None:
    files["ledger.jsonl"] = files["ledger.jsonl"].replace(b'"item.submitted"', b'"item.submittee"', 1)


@pytest.mark.parametrize(
    "change", [_reworded, _reworded_with_new_digests, _resealed, _one_file_more, _one_file_less, _a_row_changed]
)
def test_a_change_is_seen(made: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    report = pack.verify_file(changed(made, change))
    assert not report.sound
    assert CliRunner().invoke(app, ["verify", str(changed(made, change))]).exit_code == 1


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not really", b"hello" * 99])
def test_what_is_no_pack_is_refused_with_a_mend(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    with pytest.raises(LinliError, match="evidence pack"):
        pack.verify_file(path)


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("items.jsonl", b"0" * (pack.LARGEST + 1))
    path = tmp_path / "bomb.zip"
    path.write_bytes(out.getvalue())
    with pytest.raises(LinliError):
        pack.verify_file(path)


def test_a_redacted_copy_hides_third_persons(scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from linli.station.moderation.models import Item

    item = scene.say(f"笨蛋，他的电话 {PHONE}", "u-rude", account_name="王小明")
    at = item.text.index(PHONE)
    signal = {"category": "doxxing", "detector": "personal", "spans": [[at, at + 11]], "score": 1.0}
    Item.objects.filter(pk=item.pk).update(assessment={**item.assessment, "signals": [signal]})
    found = services.evidence_make(actor=scene.forum, shield=scene.shield, redacted=True)
    path = tmp_path / "copy.zip"
    path.write_bytes(found.content)
    files = inside(path)
    files["items.warc.gz"] = b"".join(
        one.content_stream().read() for one in ArchiveIterator(io.BytesIO(files["items.warc.gz"]))
    )
    everything = b"".join(content for name, content in files.items() if name != "index.pdf").decode()
    for hidden in (PHONE, "u-rude", "王小明", "小满：今天的花开了", "小满"):
        assert hidden not in everything
    assert "账号 1" in everything
    assert "keys.json" not in files
    report = pack.verify_file(path)
    assert report.sound
    assert report.redacted


def test_from_the_page_in_one_tap(scene: Scene) -> None:
    code = selectors.code_of(scene.shield)
    empty = Client().post(f"/shield/{code}/evidence/", follow=True)
    assert "还没有可以保存的内容" in empty.content.decode()
    scene.say("你这个笨蛋", "u-rude")
    answer = Client().post(f"/shield/{code}/evidence/")
    assert answer["Content-Type"] == "application/zip"
    assert zipfile.is_zipfile(io.BytesIO(answer.content))
    row = Row.objects.get(kind="evidence.made")
    assert row.data["manifest"] == scene.shield.packs.get().digest


def test_what_its_author_took_back_is_left_out(scene: Scene) -> None:
    item = scene.say("你这个笨蛋", "u-rude")
    item_withdraw(actor=scene.forum, item=item)
    with pytest.raises(LinliError):
        services.evidence_make(actor=scene.forum, shield=scene.shield)
