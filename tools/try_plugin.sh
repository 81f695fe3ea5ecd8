#!/usr/bin/env bash
# Shows that a third party's plugin works as the how-to says: builds the wheels of govreport and of the example plugin,
# installs them into an empty environment, and uses them from an empty folder, so that no source tree is on the path.
# Needs Python 3.11 and pip: tools/try_plugin.sh [PYTHON]
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
python=${1:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset PYTHONPATH
export PIP_DISABLE_PIP_VERSION_CHECK=1

"$python" -m venv "$work/venv"
bin=$work/venv/bin
# The build back end leaves no trace in a copy; an editable install beside the sources stays as it is.
cp -r "$root/examples/third_party_plugin" "$work/plugin"
"$bin/pip" wheel -q --no-deps -w "$work/wheels" "$root" "$work/plugin"
"$bin/pip" install -q "$work"/wheels/govreport-*.whl "$(ls "$work"/wheels/govreport_rst-*.whl)[test]"

mkdir "$work/empty" && cd "$work/empty"
cp "$root/examples/data/desheng-2017.json" figures.json
"$bin/python" - <<'PYTHON'
import json, pathlib, sys, sysconfig
import govreport as gr, govreport_rst

installed = sysconfig.get_path("purelib")
assert gr.__file__.startswith(installed) and govreport_rst.__file__.startswith(installed), (gr.__file__, sys.path)
figures = json.loads(pathlib.Path("figures.json").read_text("utf-8"))
report = gr.blank(gr.form("cn/ningxia-2017"), "某县司法局", 2017).fill(figures)
gr.write(report, "report.json")
artifact = gr.write(report, "by_python.rst")  # the format by the ending
assert artifact.format == "rst" and artifact.media_type == "text/x-rst", artifact
assert gr.render(report, "rst") == pathlib.Path("by_python.rst").read_text("utf-8")
PYTHON
"$bin/govreport" render report.json by_command.rst report.html report.txt
cmp by_python.rst by_command.rst
"$bin/govreport" formats | grep -q '^rst .*\.rst '
"$bin/govreport" plugins | grep -q '^rst .*govreport-rst 1\.0 .*active .*format rst'
"$bin/govreport" plugins rst --format json | grep -q '"status": "active"'

cp -r "$root/examples/third_party_plugin/tests" tests
"$bin/python" -m pytest -q -p no:cacheprovider tests
