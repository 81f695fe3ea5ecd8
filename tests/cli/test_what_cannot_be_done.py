"""What cannot be done is one line on stderr that says what is wrong and what to do, exit status 2 and no traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

HEAD = {"govreport": "report/1", "form": "cn/ningxia-2017", "publisher": {"name": "某局"}, "period": "2017"}


def text(**keys) -> str:
    return json.dumps({**HEAD, **keys}, ensure_ascii=False)


def raw(values: str) -> str:
    return text(values={}).replace('"values": {}', f'"values": {{{values}}}')


WRONG = [
    ("broken JSON", "r.json", '{"govreport": ', ["line 1, column 15", "no JSON"]),
    ("empty file", "r.json", "", ["r.json", "no JSON"]),
    ("broken TOML", "r.toml", 'govreport = "report/1"\nform = \n', ["line 2, column 8", "no TOML"]),
    ("no report", "r.json", "{}", ["not a report that govreport can read", "begins with"]),
    ("unknown form", "r.json", text(form="cn/ningxia-2071"), ["form: unknown form", "did you mean 'cn/ningxia-2017'"]),
    ("unknown cell", "r.json", text(values={"own_doc": 1}), ["values.own_doc", "did you mean 'own_docs'"]),
    ("unknown key", "r.json", text(vales={}), ["unknown key 'vales'", "did you mean 'values'"]),
    ("text in a count", "r.json", text(values={"own_docs": "many"}), ["own_docs: 'many' is no number", "null for a blank"]),
    ("negative count", "r.json", text(values={"own_docs": -1}), ["own_docs: -1 is negative", "to keep it as published"]),
    ("broken count", "r.json", raw('"own_docs": 1.5'), ["own_docs: 1.5 is no whole number"]),
    ("giant count", "r.json", raw('"own_docs": 1' + "0" * 50), ["own_docs: a number of more than 40 digits"]),
    ("endless count", "r.json", raw('"own_docs": 1e999999999999999999999'), ["holds a number that is too long"]),
    ("NaN", "r.json", raw('"own_docs": NaN'), ["line 1", "NaN and Infinity are no figures: write null"]),
    ("NaN in TOML", "r.toml", 'govreport = "report/1"\nform = "cn/ningxia-2017"\npublisher.name = "x"\nperiod = 2017\nvalues.own_docs = nan\n', ["values.own_docs: NaN is no number"]),
    ("duplicate key", "r.json", raw('"own_docs": 1, "own_docs": 2'), ["the key 'own_docs' stands twice", "delete one of them"]),
    ("duplicate key in TOML", "r.toml", "a = 1\na = 2\n", ["line 2", "Cannot overwrite a value"]),
    ("deep nesting", "r.json", "[" * 100_000, ["is nested too deeply"]),
    ("half a character", "r.json", text(title="x").replace('"x"', r'"\ud800"'), ["half a character"]),
    ("no text", "r.json", b'{"a": "\xff\xff"}', ["is no text in UTF-8, UTF-16 or GB18030", "save it as UTF-8"]),
    ("no reader", "r.bin", b"\x00\x01\x02", ["no reader knows this file", ".json"]),
]  # fmt: skip


@pytest.mark.parametrize("command", ["check", "render"])
@pytest.mark.parametrize(("name", "content", "told"), [each[1:] for each in WRONG], ids=[each[0] for each in WRONG])
def test_a_wrong_file_is_one_line_with_the_place_and_a_remedy(cli, tmp_path, command, name, content, told):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    status, out, err = cli(command, path)
    assert (status, out) == (2, "")
    assert err.startswith(f"govreport: {path}")
    assert err.count("\n") == 1
    assert [each for each in told if each not in err] == []


@pytest.mark.parametrize("command", ["check", "render"])
@pytest.mark.parametrize(
    ("name", "told"),
    [("missing.json", "there is no such file; check the name"), ("folder", "is a folder, not a file"), ("big.json", "is 50 MB large; files over 34 MB are not read")],
)  # fmt: skip
def test_what_is_no_readable_file_is_one_line(cli, tmp_path, command, name, told):
    (tmp_path / "folder").mkdir()
    with (tmp_path / "big.json").open("wb") as file:
        file.truncate(50_000_000)
    status, out, err = cli(command, tmp_path / name)
    assert (status, out) == (2, "")
    assert err.startswith(f"govreport: {tmp_path / name}: {told}")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["render", "FIRST", "x.docxx"], "unknown file name ending '.docxx'"),
        (["render", "FIRST", "noending"], "unknown file name ending"),
        (["render", "FIRST", "--to", "htlm"], "unknown format 'htlm'; did you mean 'html'"),
        (["render", "FIRST", "--theme", "offical"], "unknown theme 'offical'; did you mean 'official'"),
        (["render", "FIRST", "-o", "widht=5"], "unknown option of format table 'widht'; did you mean 'width'"),
        (["render", "FIRST", "-o", "width"], "-o width: write name=value"),
        (["render", "FIRST", "-o", "width=²"], "width '²' is no number of columns"),
        (["render", "FIRST", "-o", "style=none"], "has no style 'none'; one of "),
        (["render", "FIRST", "--to", "html", "-o", "purpose=x"], "has no purpose 'x'; one of screen, print"),
        (["check"], "Missing argument 'REPORT ...'"),
        (["check", "FIRST", "--format", "xml"], "'xml' is not one of 'text', 'json'"),
        (["check", "FIRST", "--previous", "no.json"], "no.json: there is no such file"),
        (["chekc", "FIRST"], "there is no command 'chekc'; did you mean 'check'?"),
        (["--nonsense"], "No such option"),
        (["forms", "cn/2071"], "unknown form 'cn/2071'"),
        (["plugins", "htm"], "unknown plugin 'htm'; did you mean 'html'?"),
        (["new", "cn/ningxia-2071", "x.json", "--publisher", "x", "--period", "2017"], "did you mean 'cn/ningxia-2017'"),
        (["new", "cn/ningxia-2017", "x.json", "--publisher", " ", "--period", "2017"], "a report needs a publisher"),
        (["new", "cn/ningxia-2017", "x.json", "--publisher", "x", "--period", ""], "a report needs a period"),
        (["new", "cn/ningxia-2017", "x.json", "--publisher", "x", "--period", "1", "--kind", "bdy"], "did you mean 'body'"),
        (["new", "cn/ningxia-2017", "x.json", "--period", "2017"], "give --publisher and OUT, or --register and --out"),
        (["new", "cn/ningxia-2017", "FIRST", "--publisher", "x", "--period", "2017"], "exists already; choose another name, or say --force"),
    ],
    ids=lambda it: it if isinstance(it, str) else " ".join(it[:5]),
)  # fmt: skip
def test_a_wrong_argument_is_one_line_with_a_remedy(cli, first, tmp_path, monkeypatch, arguments, told):
    monkeypatch.chdir(tmp_path)
    before = sorted(each.name for each in tmp_path.iterdir())
    status, _, err = cli(*[first if each == "FIRST" else each for each in arguments])
    assert status == 2
    assert told in err
    assert err.startswith("govreport: ")
    assert err.count("\n") == 1
    assert sorted(each.name for each in tmp_path.iterdir()) == before


def test_an_output_folder_that_cannot_be_made_is_one_line(cli, first, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    status, _, err = cli("render", first, tmp_path / "file" / "r.html")
    assert status == 2
    assert err.count("\n") == 1
    assert "cannot be written" in err
    assert "nothing was written" in err


def test_a_folder_as_output_is_one_line(cli, first, tmp_path):
    (tmp_path / "r.html").mkdir()
    status, _, err = cli("render", first, tmp_path / "r.html")
    assert (status, err.count("\n")) == (2, 1)
    assert "is a folder" in err


ROOT = os.name == "posix" and os.geteuid() == 0


@pytest.mark.skipif(not ROOT, reason="only root can mount a small or read-only disk")
@pytest.mark.parametrize(
    ("options", "reason"), [("size=16k", "No space left on device"), ("size=16k,ro", "Read-only file system")]
)
def test_a_full_or_read_only_disk_leaves_the_old_file(cli, first, tmp_path, options, reason):
    disk = tmp_path / "disk"
    disk.mkdir()
    asked = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", disk], capture_output=True, text=True, check=False
    )
    if asked.returncode:
        pytest.skip(f"no file system can be mounted here: {asked.stderr.strip()}")
    try:
        (disk / "r.html").write_bytes(b"old")
        subprocess.run(["mount", "-o", f"remount,{options}", disk], check=True)
        status, _, err = cli("render", first, disk / "r.html")
        kept = (disk / "r.html").read_bytes(), [each.name for each in disk.iterdir()]
    finally:
        subprocess.run(["umount", disk], check=True)
    assert status == 2
    assert err == f"govreport: {disk / 'r.html'}: cannot be written: {reason}; the old file is unchanged\n"
    assert kept == (b"old", ["r.html"])


@pytest.mark.skipif(os.name != "posix" or ROOT, reason="root may write everywhere")
def test_a_folder_without_permission_is_one_line(cli, first, tmp_path):
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o555)
    status, _, err = cli("render", first, locked / "r.html")
    assert (status, err.count("\n")) == (2, 1)
    assert "Permission denied" in err


def test_what_a_file_says_cannot_steer_the_terminal(cli, tmp_path):
    path = tmp_path / "r.json"
    path.write_text(text(values={"own_docs\x1b[2J\u202e\n\u2028x": 1}), "utf-8")
    status, _, err = cli("check", path)
    assert status == 2
    assert err.count("\n") == 1
    assert err.removesuffix("\n").isprintable()


def run_as_process(*arguments, **more):
    return subprocess.run(
        [sys.executable, "-c", "from govreport.cli.main import run; run()", *map(str, arguments)],
        capture_output=True, check=False, timeout=60, **more,
    )  # fmt: skip


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")
def test_a_full_disk_behind_the_output_is_one_line(first):
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", "from govreport.cli.main import run; run()", "render", str(first)],
            stdout=full, stderr=subprocess.PIPE, check=False, timeout=60,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.decode() == "govreport: the output cannot be written: No space left on device\n"


@pytest.mark.skipif(os.name != "posix", reason="needs pipes that close")
def test_a_reader_that_has_gone_is_no_error(first):
    script = "from govreport.cli.main import run; run()"
    done = subprocess.run(
        ["sh", "-c", '"$0" -c "$1" render "$2" | true; "$0" -c "$1" forms cn/ningxia-2017 | head -n 1', sys.executable, script, first],
        capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_terminal_that_lacks_a_character_still_shows_the_rest(first):
    done = run_as_process("render", first, env={**os.environ, "PYTHONIOENCODING": "latin-1"})
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"26" in done.stdout
    assert rb"\u94f6" in done.stdout


@pytest.mark.skipif(os.name != "posix", reason="needs file names that are bytes")
def test_a_file_name_that_is_no_text_is_one_line():
    done = run_as_process("check", "--format", "json", b"no\xff.json".decode("utf-8", "surrogateescape"))
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert done.stderr.count(b"\n") == 1


def test_the_installed_command_is_the_same_program(tmp_path):
    done = run_as_process("check", tmp_path / "missing.json")
    assert done.returncode == 2
    assert (
        done.stderr.decode()
        == f"govreport: {tmp_path / 'missing.json'}: there is no such file; check the name and the folder\n"
    )
