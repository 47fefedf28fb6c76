"""The scan: row for row, in order, in every format, and bad rows as rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from linli.engines import files, files_rows
from linli.engines.files import Job, scan
from linli.vocabulary import LinliError
from tests.engines.files_support import judge, read, texts, write_csv, write_jsonl, write_parquet

WRITERS = {".csv": write_csv, ".jsonl": write_jsonl, ".parquet": write_parquet}
FIELDS = ["row", "action", "categories", "signals", "reasons", "error"]


def run(source: Path, out: Path, **more: str) -> list[dict]:
    scan(Job(source, "text", out, **more), judge)
    return read(out)


@pytest.mark.parametrize("into", [".csv", ".jsonl", ".parquet"])
@pytest.mark.parametrize("suffix", WRITERS)
def test_every_row_of_every_format_comes_out_in_order(tmp_path: Path, suffix: str, into: str) -> None:
    values = texts(50)
    source = WRITERS[suffix](tmp_path / f"in{suffix}", values)
    rows = run(source, tmp_path / f"out{into}")
    assert [row["row"] for row in rows] == list(range(50))
    assert [list(row) for row in rows] == [FIELDS] * 50
    held = [i for i, value in enumerate(values) if "坏" in value]
    assert [row["row"] for row in rows if row["action"] == "hold"] == held
    for i in held:
        (signal,), (reason,) = rows[i]["signals"], rows[i]["reasons"]
        start, end = signal["spans"][0]
        assert values[i][start:end] == "坏"
        assert (signal["category"], signal["score"], signal["detector"]) == ("abuse", 0.9, "fake")
        assert (reason["clause"], reason["text"]) == ("2.1", {"zh": "含坏字", "en": "It says bad"})
        assert rows[i]["categories"] == ["abuse"]
    assert {row["error"] for row in rows} == {None}


def test_nothing_but_the_output_is_left(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "in.csv", texts(5))
    for suffix in (".csv", ".jsonl", ".parquet"):
        run(source, tmp_path / f"out{suffix}")
    assert {p.name for p in tmp_path.iterdir()} == {"in.csv", "out.csv", "out.jsonl", "out.parquet"}


@pytest.mark.parametrize("suffix", WRITERS)
def test_ids_are_carried_over(tmp_path: Path, suffix: str) -> None:
    source = WRITERS[suffix](tmp_path / f"in{suffix}", texts(3))
    rows = run(source, tmp_path / "out.jsonl", id_column="id")
    assert [row["id"] for row in rows] == (["0", "1", "2"] if suffix == ".jsonl" else ["n0", "n1", "n2"])


def test_an_empty_text_is_a_text_and_an_empty_table_is_a_table(tmp_path: Path) -> None:
    rows = run(write_csv(tmp_path / "in.csv", [""]), tmp_path / "out.jsonl")
    assert (rows[0]["action"], rows[0]["error"]) == ("allow", None)
    for suffix, writer in WRITERS.items():
        for into in (".csv", ".jsonl", ".parquet"):
            source = writer(tmp_path / f"none{suffix}", [])
            assert run(source, tmp_path / f"none-out{into}") == []


def test_tabs_and_both_names_of_json_lines_are_known(tmp_path: Path) -> None:
    (tmp_path / "in.tsv").write_text("id\ttext\n1\t坏, 好\n", encoding="utf-8")
    (tmp_path / "in.ndjson").write_text('{"text": "坏"}\n', encoding="utf-8")
    for name in ("in.tsv", "in.ndjson"):
        scan(Job(tmp_path / name, "text", tmp_path / "out.ndjson"), judge)
        assert '"action":"hold"' in (tmp_path / "out.ndjson").read_text(encoding="utf-8")


def test_an_earlier_output_is_replaced_in_one_step(tmp_path: Path) -> None:
    source, out = write_csv(tmp_path / "in.csv", ["好"]), tmp_path / "out.jsonl"
    out.write_text("older\n")

    def look(items: list) -> list:
        assert out.read_text() == "older\n"
        return judge(items)

    scan(Job(source, "text", out), look)
    assert [row["action"] for row in read(out)] == ["allow"]


def test_bad_csv_rows_are_error_rows_and_the_others_are_not_touched(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    lines = ["id,text", "1,好", "2", "3,a,b", "4,坏", "", "5,\xff"]
    source.write_bytes("\r\n".join(lines).encode("utf-8").replace(b"\xc3\xbf", b"\xff\xfe") + "\r\n6,完".encode())
    rows = run(source, tmp_path / "out.jsonl")
    assert [row["action"] for row in rows] == ["allow", None, None, "hold", None, "allow"]
    assert [bool(row["error"]) for row in rows] == [False, True, True, False, True, False]
    assert all(row["categories"] == [] and list(row) == FIELDS for row in rows if row["error"])


def test_a_broken_byte_in_another_column_does_not_cost_the_row(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes(b"id,text\n\xff,\xe5\x9d\x8f\n" + "1,好\n".encode())
    assert run(source, tmp_path / "out.jsonl")[0]["action"] == "hold"


def test_an_unclosed_quotation_mark_costs_one_row(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text('id,text\n1,"开头\n2,坏\n3,好\n', encoding="utf-8")
    rows = run(source, tmp_path / "out.jsonl")
    assert [row["action"] for row in rows] == [None, "hold", "allow"]
    assert "引号" in rows[0]["error"]


def test_bad_json_lines_are_error_rows(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    lines = [
        b'{"text": "\xe5\x9d\x8f"}',
        b"{",
        b"[1]",
        b'{"text": 5}',
        b'{"text": null}',
        b'{"other": "x"}',
        b'{"text": "\xff"}',
        b"",
        b"[" * 100_000,
        b'{"text": "\\ud800 a"}',
    ]
    source.write_bytes(b"\n".join(lines) + b"\n")
    rows = run(source, tmp_path / "out.jsonl")
    assert [row["action"] for row in rows] == ["hold", *[None] * 7, "allow"]
    assert [row["row"] for row in rows] == list(range(9))


def test_nulls_and_broken_strings_in_parquet_are_error_rows(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    good = write_parquet(tmp_path / "null.parquet", ["好", None, "坏"])
    assert [row["action"] for row in run(good, tmp_path / "a.jsonl")] == ["allow", None, "hold"]
    raw = pa.array([b"\xe5\x9d\x8f", b"\xff"], pa.binary())
    broken = pa.StringArray.from_buffers(2, raw.buffers()[1], raw.buffers()[2])
    pq.write_table(pa.table({"text": broken}), tmp_path / "broken.parquet")
    assert [row["action"] for row in run(tmp_path / "broken.parquet", tmp_path / "b.jsonl")] == ["hold", None]


def test_oversized_texts_and_lines_are_error_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files_rows, "MAX_TEXT", 100)
    for module in ("files_csv", "files_json"):
        monkeypatch.setattr(f"linli.engines.{module}.MAX_LINE", 1000)
    values = ["好", "长" * 101, "长" * 2000, "坏"]
    for suffix, writer in WRITERS.items():
        rows = run(writer(tmp_path / f"in{suffix}", values), tmp_path / "out.jsonl")
        assert [row["action"] for row in rows] == ["allow", None, None, "hold"], suffix


def test_a_text_that_cannot_be_assessed_costs_only_its_own_row(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "in.csv", ["好", "拒绝", "坏", "崩溃", "好"])
    rows = run(source, tmp_path / "out.jsonl")
    assert [row["action"] for row in rows] == ["allow", None, "hold", None, "allow"]
    assert "Refused." in rows[1]["error"]
    assert "RuntimeError" in rows[3]["error"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_known_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    values = ["今天天气不错，我们去公园走走吧", "这个人真坏，大家小心🙂👨‍👩‍👧", "谢谢你的帮助🙂🙂🙂"] * 5
    source = write_csv(tmp_path / "in.csv", values, encoding)
    rows = run(source, tmp_path / "out.jsonl", id_column="id")
    assert [row["action"] for row in rows] == ["allow", "hold", "allow"] * 5


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "big5", "shift-jis", "latin-1"])
def test_other_encodings_are_refused_with_a_mend(tmp_path: Path, encoding: str) -> None:
    text = {"shift-jis": "こんにちは、いい天気ですね", "latin-1": "éàüö ñandú çedilla"}.get(
        encoding, "繁體中文的檔案，請轉換編碼再來"
    )
    source = write_csv(tmp_path / "in.csv", [text] * 20, encoding)
    with pytest.raises(LinliError) as refused:
        run(source, tmp_path / "out.jsonl")
    assert "UTF-8" in str(refused.value)


def test_a_few_broken_lines_do_not_make_a_file_gb18030(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    good = "id,text\n" + "1,今天天气不错\n" * 5
    source.write_bytes(good.encode() + "2,今天\n".encode("gb18030") + "3,坏\n".encode())
    rows = run(source, tmp_path / "out.jsonl")
    assert [row["action"] for row in rows] == ["allow"] * 5 + [None, "hold"]


@pytest.mark.parametrize(
    ("name", "content", "column", "said"),
    [
        ("in.csv", b"id,Text\n1,a\n", "text", "Did you mean text"),
        ("in.csv", b"", "text", "no header"),
        ("in.jsonl", b'{"body": "a"}\n', "text", "body"),
        ("in.jsonl", b"\x00\x01\x02\n", "text", "JSON"),
        ("in.parquet", b"PAR1 not really", "text", "Parquet"),
        ("in.xlsx", b"", "text", ".csv"),
        ("in.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00", "text", "UTF-8"),
    ],
)
def test_unusable_inputs_are_refused_at_once(
    tmp_path: Path, name: str, content: bytes, column: str, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(LinliError) as refused:
        scan(Job(tmp_path / name, column, tmp_path / "out.jsonl"), judge)
    assert said in str(refused.value)
    assert not (tmp_path / "out.jsonl").exists()


def test_a_missing_input_and_an_unknown_output_are_refused(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "in.csv", ["好"])
    for job in (
        Job(tmp_path / "none.csv", "text", tmp_path / "out.jsonl"),
        Job(source, "text", tmp_path / "out.docx"),
        Job(source, "text", tmp_path / "no" / "out.csv"),
        Job(source, "text", source),
    ):
        with pytest.raises(LinliError):
            scan(job, judge)
    assert source.read_text(encoding="utf-8").startswith("id,text")


def test_a_number_column_is_not_a_text_column(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"text": [1, 2]}), tmp_path / "in.parquet")
    with pytest.raises(LinliError, match="int64"):
        scan(Job(tmp_path / "in.parquet", "text", tmp_path / "out.jsonl"), judge)


def test_batches_are_short_where_texts_are_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "BATCH_CHARACTERS", 10)
    rows = [files_rows.Row(i, ("字" * 4,), i) for i in range(7)]
    assert [len(batch) for batch in files.batches(iter(rows))] == [3, 3, 1]
