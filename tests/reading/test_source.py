"""Where bytes come from."""

from __future__ import annotations

import codecs
import os

import pytest

from govreport.errors import InvalidInput
from govreport.reading.source import HEAD_BYTES, MAX_BYTES, Source, decode, open_source


def test_a_file_is_read_whole_with_its_name(tmp_path):
    path = tmp_path / "A.JSON"
    path.write_bytes(b"{}" * HEAD_BYTES)
    source = open_source(path)
    assert (len(source.data), source.name, source.suffix) == (2 * HEAD_BYTES, str(path), ".json")
    assert len(source.head) == HEAD_BYTES


def test_its_repr_does_not_show_the_bytes():
    assert repr(Source(b"x" * 100, "n")) == "Source(data=<100 bytes>, name='n')"


@pytest.mark.parametrize("name", ["missing.json", "no/such/folder.json"])
def test_a_missing_file_is_named_with_what_to_check(tmp_path, name):
    with pytest.raises(InvalidInput) as caught:
        open_source(tmp_path / name)
    assert str(caught.value) == f"{tmp_path / name}: there is no such file; check the name and the folder"


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(InvalidInput) as caught:
        open_source(tmp_path)
    assert str(caught.value) == f"{tmp_path}: is a folder, not a file; name a report in it"


def test_a_file_of_50_mb_is_not_read(tmp_path):
    path = tmp_path / "big.json"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(InvalidInput) as caught:
        open_source(path)
    assert str(caught.value) == f"{path}: is 50 MB large; files over 34 MB are not read; is it the right file?"


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="needs an endless device")
def test_an_endless_device_is_not_read_to_its_end():
    with pytest.raises(InvalidInput, match="is larger than 34 MB"):
        open_source("/dev/zero")


def test_a_file_of_exactly_the_limit_is_read(tmp_path):
    path = tmp_path / "limit"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES)
    assert len(open_source(path).data) == MAX_BYTES


@pytest.mark.parametrize("name", ["x" * 300, "a\0b"])
def test_a_name_that_the_system_refuses_is_an_error_with_its_reason(tmp_path, name):
    with pytest.raises(InvalidInput, match="cannot be read: "):
        open_source(tmp_path / name)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_an_error_with_its_reason(tmp_path):
    path = tmp_path / "secret.json"
    path.write_bytes(b"{}")
    path.chmod(0)
    with pytest.raises(InvalidInput, match="cannot be read: Permission denied"):
        open_source(path)


def test_a_refusal_by_the_system_is_told_with_its_reason(tmp_path, monkeypatch):
    path = tmp_path / "r.json"
    path.write_bytes(b"{}")

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "open", refuse)
    with pytest.raises(InvalidInput) as caught:
        open_source(path)
    assert str(caught.value) == f"{path}: cannot be read: Permission denied"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_texts_are_decoded_whatever_their_encoding(encoding):
    text = "政府信息公开"
    assert decode(text.encode(encoding), "n") == text == Source(text.encode(encoding)).text()


def test_utf_16_is_read_in_either_byte_order():
    assert decode(codecs.BOM_UTF16_BE + "某".encode("utf-16-be"), "n") == "某"
    assert decode(codecs.BOM_UTF16_LE + "某".encode("utf-16-le"), "n") == "某"


@pytest.mark.parametrize("data", [b"\xff\xff\xff", codecs.BOM_UTF8 + b"\xff", codecs.BOM_UTF16_LE + b"\x00\xd8"])
def test_what_is_no_text_is_refused_with_a_remedy(data):
    with pytest.raises(InvalidInput, match="n: is no text in UTF-8, UTF-16 or GB18030; save it as UTF-8"):
        decode(data, "n")
