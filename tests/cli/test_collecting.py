"""One workbook for each who owes a report, and all that come back added up."""

from __future__ import annotations

import openpyxl
import pytest

import govreport as gr
from govreport.cli.common import file_name, reports_in

REGISTER = """
govreport = "register/1"
publisher = { name = "某市人民政府", level = "地市级" }
kind = "government_rollup"
[[member]]
id = "sfj"
name = "某市司法局"
level = "部门"
[[member]]
id = "gaj"
name = "某市公安局/分局"
[[member]]
id = "gaj2"
name = "某市公安局?分局"
[[member]]
id = "jiu"
name = "某市旧局"
until = 2021
"""


@pytest.fixture
def register(tmp_path):
    path = tmp_path / "members.toml"
    path.write_text(REGISTER)
    return path


def test_each_who_owes_a_report_gets_a_workbook(cli, tmp_path, register):
    folder = tmp_path / "out" / "2024"
    status, out, err = cli("new", "cn/2021", "--register", register, "--period", "2024", "--out", folder)
    assert (status, err) == (0, "")
    assert sorted(each.name for each in folder.iterdir()) == [
        "某市公安局_分局 gaj2.xlsx",
        "某市公安局_分局.xlsx",
        "某市司法局.xlsx",
    ]
    assert out.count("200 cells to fill in") == 3
    report = gr.read(folder / "某市司法局.xlsx")
    assert report.publisher == gr.Publisher("某市司法局", "sfj", "部门")
    assert report.period == "2024"
    assert cli("new", "cn/2021", "--register", register, "--period", "2024", "--out", folder).status == 2
    assert cli("new", "cn/2021", "--register", register, "--period", "2024", "--out", folder, "--force").status == 0


def test_other_formats_and_options_of_a_format(cli, tmp_path, register):
    cli("new", "cn/2021", "--register", register, "--period", "2021", "--out", tmp_path / "t", "--to", "toml")
    assert (tmp_path / "t" / "某市旧局.toml").is_file()
    path = tmp_path / "us.xlsx"
    cli("new", "us/2017", "--publisher", "Agency", "--period", "2024", path, "-o", "rows=2")
    about = openpyxl.load_workbook(path)["About"]
    assert [each.value for each in about["A"] if str(each.value).startswith("Component ")] == [
        "Component 1",
        "Component 2",
    ]


@pytest.mark.parametrize(
    "given",
    [
        ["--period", "2024"],
        ["--publisher", "x", "--period", "2024"],
        ["--publisher", "x", "--period", "2024", "x.json", "--out", "d"],
        ["--register", "members.toml", "--period", "2024"],
        ["--register", "members.toml", "--period", "2024", "--out", "d", "--publisher", "x"],
        ["--register", "members.toml", "--period", "2024", "--out", "d", "x.json"],
    ],
)
def test_what_does_not_go_together_is_refused(cli, given):
    assert cli("new", "cn/2021", *given).status == 2


def test_what_comes_back_is_added_up_and_what_is_wrong_is_named(cli, tmp_path, register):
    folder = tmp_path / "back"
    cli("new", "cn/2021", "--register", register, "--period", "2024", "--out", folder)
    report = gr.read(folder / "某市司法局.xlsx")
    wrong = report.fill({"requests_new[natural_person]": 3, "requests_new[total]": 5})
    gr.write(wrong, folder / "某市司法局.xlsx", fill_in=True)
    (folder / "某市公安局_分局.xlsx").unlink()
    (folder / "broken.json").write_text("{")
    (folder / "~$某市司法局.xlsx").write_bytes(b"locked")
    (folder / "notes.docm").write_text("no report")
    gr.write(gr.blank(gr.form("cn/2021"), "某县", 2024), folder / "stranger.json")
    out = folder / "sum.json"
    status, told, err = cli("rollup", folder, "--register", register, out)
    assert status == 2
    assert "2 reports" in told
    assert "missing: 某市公安局/分局" in err
    assert "某市司法局: 2 findings of severity error" in err or "findings of severity error: CN-REQ-" in err
    assert "left out" in err
    assert "broken.json" in err
    assert "某县 is not on the register" in err
    assert gr.read(out)["requests_new[natural_person]"].amount == 3
    assert (
        cli("rollup", folder, "--register", register, out, "--force").status == 2
    )  # the sum is no report of the folder


def test_a_folder_without_reports_is_told(cli, tmp_path):
    (tmp_path / "empty").mkdir()
    status, _, err = cli("rollup", tmp_path / "empty", tmp_path / "sum.json")
    assert status == 2
    assert "holds no report" in err


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("某局", "某局"),
        ("a/b\\c:d", "a_b_c_d"),
        ("nul", "nul_"),
        ("COM1.x", "COM1.x_"),
        ("...", "_"),
        ("局" * 99, "局" * 60),
    ],
)
def test_names_of_files_are_safe(name, made):
    assert file_name(name) == made


def test_folders_are_replaced_by_the_reports_in_them(tmp_path):
    for name in ("b.json", "a.JSON", ".c.json", "~d.json", "e.txt", "out.json"):
        (tmp_path / name).write_text("")
    names, inside = reports_in(["x.json", str(tmp_path)], [".json"], str(tmp_path / "out.json"))
    assert names == ("x.json", str(tmp_path / "a.JSON"), str(tmp_path / "b.json"))
    assert inside == set(names[1:])
