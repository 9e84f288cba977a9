"""Files as people save them, and files that are no tables."""

import gzip
from pathlib import Path

import pytest

from core.errors import DeskError
from core.imports.tables import ANNOTATIONS, read_table

DATA = Path(__file__).parents[3] / "data"
PLAIN = b"number,note\n1,one\n2,two\n"
ROWS = [(2, ["1", "one"]), (3, ["2", "two"])]


def refusal(source: Path | bytes, limit: int = 1 << 20) -> str:
    with pytest.raises(DeskError) as error:
        list(read_table(source, limit).rows())
    assert error.value.field == "file"
    return error.value.sentence


def test_rows_come_with_their_line_in_the_file() -> None:
    sheet = read_table(PLAIN)
    assert sheet.header == ("number", "note")
    assert list(sheet.rows()) == ROWS


def test_content_decides_what_is_compressed_and_not_the_name(tmp_path: Path) -> None:
    for name, content in (("plain.csv.gz", PLAIN), ("packed.csv", gzip.compress(PLAIN, mtime=0))):
        (tmp_path / name).write_bytes(content)
        assert list(read_table(tmp_path / name).rows()) == ROWS


def test_a_byte_order_mark_is_no_part_of_the_first_column() -> None:
    assert read_table(b"\xef\xbb\xbf" + PLAIN).header == ("number", "note")


def test_a_spreadsheet_of_an_older_windows_desk_is_read() -> None:
    sheet = read_table(DATA / "semicolons_cp1252.csv")
    assert sheet.header == ("ID", "Titre", "Ouverture")
    assert list(sheet.rows()) == [(4, ["1", "\u00c9cran noir; imprimante", "01/04/2020 09:00"])]


def test_utf8_that_is_cut_off_in_a_character_is_read_as_cp1252() -> None:
    assert list(read_table(b"a,b\n1,caf\xc3").rows()) == [(2, ["1", "caf\u00c3"])]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_in_the_header(delimiter: str) -> None:
    text = delimiter.join(("number", '"note, with; all\t of|them,;\t|,;\t|"', "end"))
    assert read_table(text.encode()).header[::2] == ("number", "end")


def test_a_cell_may_hold_lines_and_quotation_marks() -> None:
    sheet = read_table(b'a,b\r\n1,"two\r\nlines"\r\n2,"a ""word"""\r\n')
    assert list(sheet.rows()) == [(2, ["1", "two\r\nlines"]), (4, ["2", 'a "word"'])]


def test_blank_rows_are_left_out_and_still_counted_as_lines() -> None:
    assert list(read_table(b"a,b\n\n , \n1,2\n").rows()) == [(4, ["1", "2"])]


def test_a_title_may_stand_above_the_header() -> None:
    sheet = read_table(b"Incidents of March\n\nsep=,\n number , note \n1,one\n")
    assert sheet.header == ("number", "note")
    assert list(sheet.rows()) == [(5, ["1", "one"])]


def test_a_table_may_have_no_rows() -> None:
    assert list(read_table(b"a,b").rows()) == []


def test_rows_may_be_left_unread() -> None:
    sheet = read_table(PLAIN)
    assert next(sheet.rows()) == ROWS[0]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty"),
        (gzip.compress(b"", mtime=0), "The file is empty"),
        (b"\n\n", "I found no header row"),
        (b"one\ntwo\nthree\n", "I found no header row"),
        (b"one,\ntwo,\n", "I found no header row"),
        (b"title\n" * 30 + b"a,b\n", "I found no header row"),
        (b"INC001,29/2/2016 01:16,open\n", "The file begins with a row of data"),
        (b"INC001,2016-02-29,open\n", "The file begins with a row of data"),
        (b"PK\x03\x04rest of a workbook", "The workbook is damaged"),
        (b"\xd0\xcf\x11\xe0rest of an older one", "The workbook cannot be read"),
        (b"a,b\n\0\0,1\n", "This is not a text file"),
        (b"a,b\n\x81,\x8d\n", "This is not a text file"),
        (gzip.compress(PLAIN, mtime=0)[:-9], "The compressed file is damaged"),
        (gzip.compress(PLAIN, mtime=0)[:-8] + b"\0" * 8, "The compressed file is damaged"),
        (gzip.compress(PLAIN, mtime=0)[:10] + b"\xff" * 20, "The compressed file is damaged"),
        (b'a,b\n1,2\n2,"never closed\n3,4\n', "in the row at line 3"),
        (b'a,b\n1,2\n2,"closed" early\n', "in the row at line 3"),
        (b'a,b\n1,"' + b"x" * 200_000 + b'"\n', "in the row at line 2"),
        (b"a,b\n" + b"x" * 1_048_576 * 2, "over a million characters"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(content: bytes, said: str) -> None:
    assert said in refusal(content, limit=1 << 22)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "No such file" in refusal(tmp_path / "missing.csv")
    assert "cannot be read" in refusal(tmp_path)


def test_a_file_of_just_the_limit_is_read() -> None:
    assert len(list(read_table(PLAIN, limit=len(PLAIN)).rows())) == 2
    assert "more than 23 bytes" in refusal(PLAIN, limit=len(PLAIN) - 1)


def test_a_gzip_bomb_is_read_no_further_than_the_limit() -> None:
    bomb = gzip.compress(b"a,b\n" * 4_000_000, mtime=0)
    # Cut short, it would be found damaged by whoever read to its end.
    assert "more than 2,000,000 bytes" in refusal(bomb[:-100], limit=2_000_000)


def test_the_columns_that_we_put_before_rows_with_errors_are_not_the_files() -> None:
    rows = [
        ",".join(ANNOTATIONS) + ",number,note",
        "7,note,shorten it,1,one",
        "9,note,shorten it",
        "",
        "9,note,x,2,two",
    ]
    sheet = read_table("\n".join(rows).encode())
    assert sheet.header == ("number", "note")
    assert list(sheet.rows()) == [(2, ["1", "one"]), (5, ["2", "two"])]


def test_a_column_of_such_a_name_alone_is_the_files() -> None:
    assert read_table(f"{ANNOTATIONS[0]},note\n1,one\n".encode()).header == (ANNOTATIONS[0], "note")
