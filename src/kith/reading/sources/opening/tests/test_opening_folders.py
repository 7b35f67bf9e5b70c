"""A folder is opened whole: what is hostile is refused by itself, and the rest is still read."""

from __future__ import annotations

import gzip
import io
import os
import zipfile
from pathlib import Path

import pytest

from kith.reading.sources.opening import Opened, open_folder, rules
from kith.reading.sources.opening.tests.making import BOMB_XML, CSV, XML, workbook, zipped


def opened(folder: Path, **files: bytes) -> Opened:
    """The folder opened, with these files (`_` for the dot) and a good one beside them."""
    for name, data in {**files, "zz_good_csv": CSV}.items():
        stem, _, suffix = name.rpartition("_")
        (folder / f"{stem}.{suffix}").write_bytes(data)
    found = open_folder(folder)
    assert found.sheets[-1].file == "zz_good.csv"
    return found


def told(found: Opened) -> list[tuple[str, str]]:
    return [(problem.file, problem.rule.key) for problem in found.problems]


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "file_empty"),
        (b" \r\n\r\n ", "file_empty"),
        (bytes(range(256)) * 20, "file_not_text"),
        (b"%PDF-1.7 ...", "file_kind_not_read"),
        (zipped({"a.csv": CSV})[:-30], "archive_broken"),
        (gzip.compress(CSV * 50)[:-20], "archive_broken"),
        (gzip.compress(bytes(300_000_000)), "archive_bomb"),
        (zipped({"a.csv": bytes(300_000_000)}), "archive_bomb"),
        (zipped({"../a.csv": CSV}), "archive_slip"),
        (zipped({"/etc/a.csv": CSV}), "archive_slip"),
        (zipped({"C:\\a.csv": CSV}), "archive_slip"),
        (zipped({"b/..\\..\\a.csv": CSV}), "archive_slip"),
        (zipped({"a.zip": zipped({"a.csv": CSV})}), "archive_nested"),
        (zipped({"a.gz": gzip.compress(CSV)}), "archive_nested"),
        (BOMB_XML, "xml_document_type"),
        (zipped({"a.xml": BOMB_XML}), "xml_document_type"),
        (b"<!-- a --><!DOCTYPE Message SYSTEM 'file:///etc/passwd'><Message/>", "xml_document_type"),
        (BOMB_XML.decode().encode("utf-16"), "xml_document_type"),
        (b'<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE a><Message/>', "xml_broken"),
        (b"<?xml version='1.0'?>", "xml_broken"),
        (b"<!DOCTYPE html><html><table></table></html>", "web_page"),
    ],
    # Not the bytes: some hold the time at which they were written, and two processes must collect the same names.
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_hostile_or_broken_is_refused_and_the_rest_read(tmp_path: Path, data: bytes, rule: str) -> None:
    found = opened(tmp_path, a_csv=data)
    assert [key for _, key in told(found)] == [rule]
    assert len(found.sheets) == 1
    assert not found.xmls


def test_a_zip_is_read_in_memory_and_writes_nothing(tmp_path: Path) -> None:
    data = zipped({"x/episodes.csv": CSV, "cin.xml": XML, "book.xlsx": workbook({"One": [["a", "b"], [1, 2]]})})
    found = opened(tmp_path, all_zip=data)
    assert [sheet.file for sheet in found.sheets] == [
        "all.zip/book.xlsx [One]",
        "all.zip/x/episodes.csv",
        "zz_good.csv",
    ]
    assert [(xml.file, xml.root, xml.open().read()) for xml in found.xmls] == [("all.zip/cin.xml", "Message", XML)]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.zip", "zz_good.csv"]


def test_a_damaged_member_leaves_the_others(tmp_path: Path) -> None:
    whole = bytearray(zipped({"a.csv": CSV, "b.csv": b"a,b\n" + os.urandom(200).hex().encode() + b",2\n"}))
    at = whole.index(b"b.csv") + 20
    whole[at] ^= 0xFF
    found = opened(tmp_path, all_zip=bytes(whole))
    assert [sheet.file for sheet in found.sheets] == ["all.zip/a.csv", "zz_good.csv"]
    assert told(found) == [("all.zip/b.csv", "archive_broken")]


def test_an_encrypted_member_is_told(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.csv": CSV}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    assert told(opened(tmp_path, all_zip=bytes(data))) == [("all.zip/a.csv", "workbook_protected")]


def test_a_link_inside_a_zip_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("link.csv")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert told(opened(tmp_path, all_zip=buffer.getvalue())) == [("all.zip", "archive_slip")]


def test_a_gzip_file_is_read(tmp_path: Path) -> None:
    assert [sheet.file for sheet in opened(tmp_path, a_gz=gzip.compress(CSV)).sheets] == ["a.gz", "zz_good.csv"]


def test_xml_is_known_by_its_root_and_left_on_disk(tmp_path: Path) -> None:
    found = opened(tmp_path, cin_xml=b"\xef\xbb\xbf" + XML, other_txt=b'<?xml version="1.0"?><!-- x --><n:Root/>')
    assert [(xml.file, xml.root, xml.content) for xml in found.xmls] == [
        ("cin.xml", "Message", None),
        ("other.txt", "Root", None),
    ]


@pytest.mark.parametrize("start", [b"", b"a,b\n1,2\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_a_file_of_two_gigabytes_is_refused_unread(tmp_path: Path, start: bytes) -> None:
    with (tmp_path / "big.csv").open("wb") as file:
        file.write(start)
        file.truncate(2 * rules.GIB)
    assert told(opened(tmp_path)) == [("big.csv", "file_too_large")]


def test_an_xml_file_over_its_own_limit_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "big.xml").open("wb") as file:
        file.write(XML)
        file.truncate(rules.XML_BYTES + 1)
    assert told(opened(tmp_path)) == [("big.xml", "file_too_large")]


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    folder, outside = tmp_path / "in", tmp_path / "out.csv"
    folder.mkdir()
    outside.write_bytes(CSV)
    (folder / "link.csv").symlink_to(outside)
    (folder / "within.csv").symlink_to(folder / "zz_good.csv")
    (folder / "loop.csv").symlink_to(folder / "loop.csv")
    found = opened(folder)
    assert told(found) == [("link.csv", "file_outside_folder"), ("loop.csv", "file_unreadable")]
    assert [sheet.file for sheet in found.sheets] == ["within.csv", "zz_good.csv"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="everything may be read here")
def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "shut.csv").write_bytes(CSV)
    (tmp_path / "shut.csv").chmod(0)
    assert told(opened(tmp_path)) == [("shut.csv", "file_unreadable")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_pipe_does_not_hang_the_run(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    assert told(opened(tmp_path)) == [("pipe.csv", "file_special")]


def test_hidden_and_lock_files_are_skipped_and_folders_noted(tmp_path: Path) -> None:
    for name in (".DS_Store", "~$book.xlsx", ".hidden.csv"):
        (tmp_path / name).write_bytes(b"\0\1\2")
    (tmp_path / "older").mkdir()
    assert told(opened(tmp_path)) == [("older", "subfolder_not_read")]


def test_a_folder_that_is_missing_or_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(CSV)
    assert told(open_folder(tmp_path / "nowhere")) == [("nowhere", "folder_missing")]
    assert told(open_folder(tmp_path / "file")) == [("file", "folder_is_a_file")]


def test_mappings_and_notes_are_named_not_read(tmp_path: Path) -> None:
    found = opened(tmp_path, list_toml=b"kind = [broken", note_txt=b"Remember to ask.\nThank you.\n")
    assert found.others == ["list.toml", "note.txt"]
    assert told(found) == [("note.txt", "file_without_table")]


def test_progress_is_told_file_by_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(CSV)
    (tmp_path / "b.csv").write_bytes(CSV)
    steps: list[tuple[str, int, int]] = []
    open_folder(tmp_path, lambda *step: steps.append(step))
    assert steps == [("a.csv", 0, 2), ("b.csv", 1, 2), ("", 2, 2)]


def test_no_problem_tells_what_a_file_holds(tmp_path: Path) -> None:
    secret = b'a,b\nSECRET\0,1,2,3\n"SECRET\n'
    found = opened(tmp_path, a_csv=secret, b_csv=b"\x81SECRET,b\n", c_xml=b"<?xml SECRET ")
    assert found.problems
    assert not any("SECRET" in f"{p.message}{p.column}{p.rule.remedy}" for p in found.problems)
