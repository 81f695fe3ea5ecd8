"""A new report with a case ledger counted into it."""

from __future__ import annotations

import govreport as gr

MAPPING = """
govreport = "ledger/1"
form = "cn/ningxia-2017"
dates = ["received"]
[columns]
received = "收到日期"
[[count]]
cell = "own_requests"
when = { received = "within" }
"""
NEW = ("new", "cn/ningxia-2017", "--publisher", "某局", "--period", "2017")


def test_cells_are_filled_and_rows_that_fit_nowhere_are_told(cli, tmp_path):
    (tmp_path / "m.toml").write_text(MAPPING, "utf-8")
    (tmp_path / "a.csv").write_text("收到日期\n2017-03-01\n2017年5月1日\n不详\n", "utf-8")
    out = tmp_path / "r.toml"
    result = cli(*NEW, out, "--ledger", tmp_path / "a.csv", "--mapping", tmp_path / "m.toml")
    assert (result.status, "48 cells to fill in" in result.out) == (0, True)
    assert "line 4: 收到日期“不详”不是日期: 不详" in result.err
    report = gr.read(out)
    assert (report["own_requests"].amount, report["own_docs"].state.value) == (2, "blank")
    assert report.origins[gr.Cell("own_requests")].rows == (2, 3)
    assert report.unplaced[0].line == 4


def test_without_a_mapping_the_form_must_say_how(cli, tmp_path):
    (tmp_path / "a.csv").write_text("收到日期\n", "utf-8")
    result = cli(*NEW, tmp_path / "r.toml", "--ledger", tmp_path / "a.csv")
    assert (result.status, "does not say how a ledger is read; write a mapping" in result.err) == (2, True)
    assert not (tmp_path / "r.toml").exists()
