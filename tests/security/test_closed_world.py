"""Rendering opens no socket, starts no process, and reads no file but the library's own, Python's and the fonts'."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from govreport.writing import plain_report, to_json

WATCHED = """
import json, os, sys
import govreport as gr
path, name = sys.argv[1:]
report = gr.read(path)
found = {"files": [], "written": [], "others": []}
SOCKETS = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.")
PROCESSES = ("subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork")
def watch(event, arguments):
    if event == "open":
        file, mode = arguments[0], arguments[1]
        writes = isinstance(mode, str) and any(each in mode for each in "wax+")
        flags = arguments[2] if len(arguments) > 2 and isinstance(arguments[2], int) else 0
        if isinstance(file, (str, bytes)):
            file = os.fsdecode(file)
            found["written" if writes or flags & (os.O_WRONLY | os.O_RDWR) else "files"].append(os.path.abspath(file))
    elif event.startswith(SOCKETS + PROCESSES):
        found["others"].append(event)
sys.addaudithook(watch)
name, _, engine = name.partition(":")
result = gr.render(report, name, findings=True, engine=engine or None)
print(json.dumps({**found, "size": len(result)}))
"""

NARRATIVE = (
    "![x](http://192.0.2.1/x.png) ![y](file:///etc/passwd) <img src='http://192.0.2.1/z.png'>\n\n"
    "<link rel=stylesheet href=file:///etc/passwd> <style>@import url(file:///etc/hosts)</style>\n\n[z](https://example.org/)"
)


@pytest.fixture
def hostile(report, tmp_path):
    path = tmp_path / "r.json"
    told = report
    for section in report.form.sections:
        if section.narrative:
            told = told.tell(section.id, NARRATIVE)
    path.write_text(to_json(plain_report(told)), "utf-8")
    return path


def watched(path: Path, name: str) -> dict:
    done = subprocess.run(
        [sys.executable, "-B", "-c", WATCHED, str(path), name], capture_output=True, text=True, check=False, timeout=120
    )
    if done.returncode and "Pango" in done.stderr:
        pytest.skip("Pango is not installed")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def allowed(file: str) -> bool:
    """Whether a file is the library's, Python's (`mimetypes` reads lists of the system), or a font."""
    import mimetypes

    import govreport
    import govreport_html

    roots = {
        sys.prefix,
        sys.base_prefix,
        str(Path(govreport.__file__).parent),
        str(Path(govreport_html.__file__).parent.parent),
    }
    system = (
        "/usr/share/",
        "/usr/lib",
        "/lib",
        "/etc/ld.so",
        "/proc/",
        "/dev/null",
        "/dev/urandom",
        "/sys/",
        "/etc/fonts",
        "/var/cache/fontconfig",
    )
    if file in mimetypes.knownfiles:
        return True
    return file.startswith((*roots, *system)) or Path(file).suffix in {".py", ".pyc", ".so"} or "font" in file


@pytest.mark.parametrize(
    "name", ["html", "table", "json", "toml", "csv", "markdown", "docx", "xlsx", "pdf:weasyprint", "pdf:typst"]
)
def test_rendering_opens_no_socket_and_reads_no_file_of_the_report_s_choice(hostile, name):
    seen = watched(hostile, name)
    assert seen["size"] > 1000
    assert [each for each in seen["others"] if not each.startswith("subprocess") or name != "pdf:weasyprint"] == []
    assert [each for each in seen["files"] if not allowed(each)] == []
    assert not {"/etc/passwd", "/etc/hosts"} & set(seen["files"])


@pytest.mark.parametrize("name", ["html", "table", "json", "toml", "csv", "markdown", "docx", "xlsx", "pdf:typst"])
def test_rendering_writes_no_file(hostile, name):
    assert watched(hostile, name)["written"] == []


def test_the_watcher_sees_what_it_is_there_for(hostile):
    script = WATCHED.replace(
        "result = gr.render", "import socket; socket.socket().close(); open(path).close(); result = gr.render"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-c", script, str(hostile), "table"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    seen = json.loads(done.stdout)
    assert "socket.__new__" in seen["others"]
    assert str(hostile) in seen["files"]
    assert not allowed("/etc/passwd")
