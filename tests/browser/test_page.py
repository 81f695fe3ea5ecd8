"""The page in a real browser: phone, tablet and desk, dark mode, print."""

from __future__ import annotations

import os
import shutil

import pytest

import govreport as gr

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="module")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    with sync_api.sync_playwright() as playwright:
        try:
            opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        except sync_api.Error as error:
            if os.environ.get("CI"):  # where everything is installed, it must start
                raise
            pytest.skip(f"Chromium does not start: {error.message.splitlines()[0]}")
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def address(report, tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "report.html"
    told = report.tell("lead", "引言 {own_docs} 件。" * 30).tell("problems", "问题。" * 50)
    gr.write(told, path, findings=True)
    return path.as_uri()


@pytest.fixture
def page(browser, address):
    def at(width, **context):
        opened = browser.new_context(viewport={"width": width, "height": 800}, **context).new_page()
        requests = []
        opened.on("request", lambda request: requests.append(request.url))
        opened.goto(address)
        assert requests == [address]
        return opened

    return at


def contrast(page, selector):
    """Return the contrast of a text with its background, as WCAG 2 reckons it."""
    return page.eval_on_selector(
        selector,
        """element => {
            const parse = text => text.match(/[\\d.]+/g).map(Number);
            const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
                .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
                .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
            let under = element, back = parse(getComputedStyle(under).backgroundColor);
            while (back.length > 3 && back[3] === 0 && under.parentElement) {
                under = under.parentElement; back = parse(getComputedStyle(under).backgroundColor);
            }
            const [a, b] = [light(parse(getComputedStyle(element).color)), light(back)].sort((x, y) => y - x);
            return (a + 0.05) / (b + 0.05);
        }""",
    )


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_nothing_runs_off_the_side(page, width):
    shown = page(width)
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    narrow = shown.eval_on_selector_all(
        "#table-statistics td.number, #table-statistics th",
        "cells => cells.filter(cell => cell.scrollWidth > cell.clientWidth + 1).length",
    )
    assert narrow == 0


def test_a_wide_table_scrolls_in_its_own_frame(browser, mini, tmp_path):
    report = gr.blank(mini("china"), "某局", 2021)
    gr.write(report.fill(dict.fromkeys(report.cells(), 12345)), tmp_path / "wide.html")
    shown = browser.new_page(viewport={"width": 320, "height": 800})
    shown.goto((tmp_path / "wide.html").as_uri())
    assert shown.evaluate("document.documentElement.scrollWidth") <= 320
    frame = shown.locator(".table.wide").first
    assert frame.evaluate("each => each.scrollWidth > each.clientWidth")
    assert frame.get_attribute("tabindex") == "0"
    assert frame.get_attribute("aria-label")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "selector", ["p", "td.number data", "td.unit", "nav a", ".state", ".findings .severity", ".byline"]
)
def test_text_stands_out_from_its_background(page, scheme, selector):
    shown = page(900, color_scheme=scheme)
    assert contrast(shown, selector) >= 4.5


def test_dark_mode_turns_the_page_dark(page):
    colours = [
        page(900, color_scheme=scheme).evaluate("getComputedStyle(document.documentElement).backgroundColor")
        for scheme in ("light", "dark")
    ]
    assert colours[0] == "rgb(255, 255, 255)"
    assert colours[1] != colours[0]


def test_print_leaves_the_navigation_out(page):
    shown = page(900)
    shown.emulate_media(media="print")
    assert not shown.locator("nav").is_visible()
    assert shown.locator("thead").first.evaluate("each => getComputedStyle(each).display") == "table-header-group"


def test_the_keyboard_reaches_the_report_first(page):
    shown = page(900)
    shown.keyboard.press("Tab")
    assert shown.evaluate("document.activeElement.className") == "skip"
    assert shown.locator(".skip").is_visible()
    shown.keyboard.press("Enter")
    assert shown.evaluate("document.activeElement.id") == "report"


def test_a_finding_leads_to_its_cell(page):
    shown = page(900)
    shown.locator(".findings a").first.evaluate("each => each.click()")  # by hand it needs a font to have a size
    assert shown.evaluate("document.querySelector(':target').id") == "cell-own_docs"


def test_a_screen_reader_finds_the_landmarks_and_tables(page):
    shown = page(900)
    for role in ("banner", "navigation", "main"):
        assert shown.get_by_role(role).count() == 1
    assert shown.get_by_role("table").count() == 1
    assert shown.get_by_role("columnheader").count() == 3
    assert shown.get_by_role("rowheader").count() >= 49
