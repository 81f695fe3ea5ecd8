"""What is public is documented, typed and has one home; hooks are documented to the argument; files stay small."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import govreport
from govreport.plugin import hookspecs

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
PUBLIC_PACKAGES = ("checks", "combine", "document", "plugin", "reading", "testing", "writing")


def modules():
    for found in pkgutil.walk_packages(govreport.__path__, "govreport."):
        yield importlib.import_module(found.name)


def public_objects():
    """Yield every public class and function of the library with the module that defines it."""
    for module in modules():
        for name, found in vars(module).items():
            own = getattr(found, "__module__", None) == module.__name__
            if not name.startswith("_") and own and (inspect.isclass(found) or inspect.isfunction(found)):
                yield module, name, found


def test_every_module_class_and_function_has_a_docstring():
    lacking = [module.__name__ for module in modules() if not module.__doc__]
    lacking += [f"{module.__name__}.{name}" for module, name, found in public_objects() if not inspect.getdoc(found)]
    for module, name, found in public_objects():
        if inspect.isclass(found):
            methods = {key: each for key, each in vars(found).items() if not key.startswith("_")}
            for key, each in methods.items():
                call = each.fget if isinstance(each, property) else getattr(each, "__func__", each)
                generated = getattr(call, "__module__", None) != module.__name__
                if (
                    inspect.isfunction(call)
                    and not generated
                    and not inspect.getdoc(call)
                    and not _is_private_class(name)
                ):
                    lacking.append(f"{module.__name__}.{name}.{key}")
    assert not lacking


def _is_private_class(name: str) -> bool:
    return name.startswith("_")


def test_every_public_function_is_annotated():
    lacking = []
    for module, name, found in public_objects():
        if inspect.isfunction(found):
            signature = inspect.signature(found)
            missing = [
                each for each, about in signature.parameters.items() if about.annotation is inspect.Parameter.empty
            ]
            if missing or signature.return_annotation is inspect.Signature.empty:
                lacking.append(f"{module.__name__}.{name}")
    assert not lacking


def test_each_public_name_has_one_home_and_is_exported():
    assert sorted(govreport.__all__) == sorted(govreport._HOME)
    homes = {}
    for name in govreport.__all__:
        found = getattr(govreport, name)
        assert homes.setdefault(id(found), name) == name
    tree = ast.parse((ROOT / "govreport" / "__init__.py").read_text("utf-8"))
    typed = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.If)
        for inner in node.body
        if isinstance(inner, ast.ImportFrom)
        for alias in inner.names
    }
    assert typed == set(govreport.__all__)
    assert set(govreport.__all__) <= set(dir(govreport))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        govreport.nothing


@pytest.mark.parametrize("package", PUBLIC_PACKAGES)
def test_what_a_package_exports_is_there(package):
    module = importlib.import_module(f"govreport.{package}")
    assert sorted(module.__all__) == sorted(set(module.__all__))
    assert all(hasattr(module, name) for name in module.__all__)


def test_every_home_of_a_public_name_is_in_the_reference():
    text = "".join(path.read_text("utf-8") for path in (DOCS / "reference").glob("*.md"))
    shown = set(re.findall(r"^::: (\S+)", text, re.MULTILINE))
    homes = {
        getattr(govreport, name).__module__
        for name in govreport.__all__
        if hasattr(getattr(govreport, name), "__module__")
    }
    own = {home for home in homes if home.startswith("govreport")}
    assert own <= shown


@pytest.mark.parametrize("name", [name for name in vars(hookspecs) if name.startswith("govreport_")])
def test_every_hook_and_argument_is_documented(name):
    hook = getattr(hookspecs, name)
    text = inspect.getdoc(hook) or ""
    assert len(text.splitlines()[0]) > 10
    for argument in inspect.signature(hook).parameters:
        assert re.search(rf"^    {argument}: \S", text, re.MULTILINE), argument
    assert "::: govreport.plugin.hookspecs" in (DOCS / "reference" / "hooks.md").read_text("utf-8")


def test_every_command_and_its_options_are_in_the_reference():
    import click

    from govreport.cli.main import _COMMANDS

    text = (DOCS / "reference" / "command-line.md").read_text("utf-8")
    for name in _COMMANDS:
        command = importlib.import_module(f"govreport.cli.{name}").command
        assert f"`govreport {name}" in text
        for option in command.params:
            if isinstance(option, click.Option):
                assert any(each in text for each in option.opts), (name, option.opts)


def test_every_word_of_the_language_is_in_the_reference():
    from govreport.checks.syntax import FUNCTIONS, PROPERTIES, RANGES

    text = (DOCS / "reference" / "rule-files.md").read_text("utf-8")
    for word in FUNCTIONS | RANGES:
        assert re.search(rf"\b{word}\b", text), word
    for fact in PROPERTIES - {"value"}:
        assert re.search(rf"\.{fact.partition('.')[2]}\b", text) or "previous" in fact or "report" in fact, fact


def test_every_dependency_has_its_reason():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    text = (DOCS / "explanation" / "dependencies.md").read_text("utf-8").lower()
    for line in project["dependencies"]:
        assert re.split(r"[<>=\[]", line)[0].lower() in text, line


def test_no_file_is_over_500_lines_and_no_function_over_60():
    for path in [
        *(ROOT / "govreport").rglob("*.py"),
        *(ROOT / "plugins").rglob("*.py"),
        *(ROOT / "tests").rglob("*.py"),
    ]:
        source = path.read_text("utf-8")
        assert source.count("\n") <= 500, path
        if "tests" not in path.parts:
            for node in ast.walk(ast.parse(source)):
                if isinstance(node, ast.FunctionDef):
                    body = node.body[1:] if ast.get_docstring(node) else node.body
                    lines = (body[-1].end_lineno - body[0].lineno + 1) if body else 0
                    assert lines <= 45, f"{path.name}: {node.name} has {lines} lines"


@pytest.mark.parametrize("script", sorted((ROOT / "examples").glob("[0-9]*.py")), ids=lambda path: path.stem)
def test_every_example_runs(script, tmp_path):
    done = subprocess.run([sys.executable, str(script)], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not done.stderr


def test_the_first_example_prints_and_writes_what_it_says(tmp_path):
    script = ROOT / "examples" / "01_first_report.py"
    done = subprocess.run([sys.executable, str(script)], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "统 计 指 标" in done.stdout
    assert done.stdout.index("本机关制发的公文总数应等于") < done.stdout.index("Every official document of this body")
    for name in ("report.html", "report.txt", "report.json"):
        assert (tmp_path / "out" / "first_report" / name).stat().st_size > 1000
        assert f"out/first_report/{name}: written" in done.stdout
    assert "report.pdf: written" in done.stdout or "report.pdf: not written: PDF needs" in done.stdout


def test_the_how_to_of_formats_shows_the_example_as_it_is():
    text = (DOCS / "how-to" / "write-an-output-format.md").read_text("utf-8")
    plugin = ROOT / "examples" / "third_party_plugin"
    (shown,) = re.findall(r"```py\n(.*?)```", text, re.DOTALL)
    assert shown in (plugin / "tests" / "test_rst.py").read_text("utf-8")
    lines = sum(len(each.read_text("utf-8").splitlines()) for each in (plugin / "govreport_rst").glob("*.py"))
    assert f"{lines} lines" in text
    for command in re.findall(r"^(?:pip|pytest|govreport) .*$|^pytest$", text, re.MULTILINE):
        assert command in (plugin / "README.md").read_text("utf-8")


def test_every_test_of_the_contract_is_in_the_reference():
    from govreport.testing import FormatContract

    text = (DOCS / "reference" / "testing.md").read_text("utf-8")
    listed = set(re.findall(r"^\| `(test_\w+)`", text, re.MULTILINE))
    assert listed == {name for name in dir(FormatContract) if name.startswith("test_")}
