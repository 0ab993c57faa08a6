"""The page shows records, filters them and lets no text of theirs become markup."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pipeline.export.view import view
from pipeline.record import Record, read
from tests.conftest import ROOT
from tests.export.records import RECORD

HOSTILE = '</script><script>document.title="broken"</script><img src=x onerror="document.title=\'broken\'">'
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--window-size=1200,900",
)  # fmt: skip


GOLDEN = next(read(ROOT / "tests" / "data" / "golden" / "record-v1.jsonl"))


def plain(number: int) -> Record:
    text = f"Kalimat latar nomor {number}."
    sentence = msgspec.structs.replace(RECORD.sentences[0], end=len(text), tokens=[])
    return Record(id=f"latar {number}", text=text, sentences=[sentence])


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    hostile = msgspec.structs.replace(RECORD, id=HOSTILE, text=HOSTILE, blocks=[], sentences=[], entities=[], quantities=[],
                                      dates=[], quotes=[], meta={"title": HOSTILE})  # fmt: skip
    path = tmp_path_factory.mktemp("view") / "page.html"
    assert view([RECORD, hostile, *map(plain, range(9)), GOLDEN], path) == 12
    return path


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    selenium = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    if not (shutil.which("chromium") and shutil.which("chromedriver")):
        pytest.skip("chromium and chromedriver are not installed")
    options = selenium.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    driver = selenium.Chrome(options=options, service=selenium.ChromeService(shutil.which("chromedriver")))
    yield driver
    driver.quit()


@pytest.fixture
def opened(browser: Any, page: Path) -> Any:
    browser.get(page.as_uri())
    return browser


def find(browser: Any, css: str) -> list[Any]:
    return list(browser.find_elements("css selector", css))


def click(browser: Any, css: str) -> None:
    find(browser, css)[0].click()


def test_the_page_is_one_file_without_network(page: Path) -> None:
    html = page.read_text(encoding="utf-8")
    assert "default-src 'none'" in html
    assert "http://" not in html
    assert "https://" not in html
    assert html.count("</script>") == 2


def test_a_page_of_no_records_is_written(tmp_path: Path) -> None:
    assert view([], tmp_path / "empty.html") == 0


def test_hostile_text_stays_text(opened: Any) -> None:
    assert opened.title == "warta"
    find(opened, "#list button")[1].click()
    assert opened.title == "warta"
    assert HOSTILE in find(opened, "article")[0].text
    assert find(opened, "article img") == []


def test_a_filter_leaves_the_documents_that_have_the_category(opened: Any) -> None:
    assert find(opened, "#count")[0].text.startswith("12 / 12")
    click(opened, '[data-filter="context"]')
    assert find(opened, "#count")[0].text.startswith("2 / 12")
    click(opened, '[data-filter="context"]')
    assert find(opened, "#count")[0].text.startswith("12 / 12")


def test_the_search_looks_into_texts(opened: Any) -> None:
    find(opened, "#search")[0].send_keys("nomor 7")
    assert find(opened, "#count")[0].text.startswith("1 / 12")
    assert "latar 7" in find(opened, "#list")[0].text


def test_an_article_shows_categories_and_values(opened: Any) -> None:
    click(opened, "#list button")
    shown = {item.get_attribute("data-category"): item for item in find(opened, ".sentence")}
    assert "policy 0.80" in shown["policy"].text
    opened.execute_script("while (language !== 'en') document.getElementById('language').click()")
    (money,) = find(opened, ".m.quantity")
    assert money.text == "Rp 3 miliar"
    opened.execute_script("arguments[0].focus()", money)
    assert find(opened, "#tip")[0].is_displayed()
    assert "money: 3,000,000,000 IDR" in find(opened, "#tip")[0].text


def test_a_switched_off_category_is_not_tinted(opened: Any) -> None:
    click(opened, "#list button")
    click(opened, '[data-filter="policy"]')
    (sentence,) = find(opened, '.sentence[data-category="policy"]')
    assert "off" in sentence.get_attribute("class")


def test_the_names_of_one_thing_light_up_together(opened: Any) -> None:
    click(opened, "#list button")
    opened.execute_script("arguments[0].focus()", find(opened, '.m.entity[data-cluster="0"]')[0])
    assert len(find(opened, ".m.same")) == 2


def focused(browser: Any) -> Any:
    return browser.switch_to.active_element


def test_a_quote_leads_to_its_speaker_and_back(opened: Any) -> None:
    click(opened, "#list button")
    find(opened, ".m.quote")[0].click()
    assert "speaker" in focused(opened).get_attribute("class")
    assert focused(opened).text.strip() == "Wali Kota"
    assert find(opened, ".m.same.quote")
    focused(opened).send_keys("\n")
    assert "quote" in focused(opened).get_attribute("class")


def test_a_name_leads_to_the_next_mention_of_the_same_thing(opened: Any) -> None:
    click(opened, "#list button")
    first, second = find(opened, '.m.entity[data-cluster="0"]')
    first.click()
    assert focused(opened) == second


def test_a_less_certain_sentence_is_paler(opened: Any) -> None:
    click(opened, "#list button")
    sure, less = (find(opened, f'.sentence[data-category="{name}"]')[0] for name in ("context", "policy"))
    assert [item.get_attribute("style").split("--sure: ")[1] for item in (sure, less)] == ["93%;", "86%;"]
    assert "0.90" in sure.text


@pytest.mark.parametrize(("clicks", "names"), [(0, ("caption", "place")), (1, ("keterangan foto", "tempat"))])
def test_kinds_of_blocks_and_entities_are_told_in_both_languages(
    opened: Any, clicks: int, names: tuple[str, str]
) -> None:
    opened.execute_script("while (language !== 'en') document.getElementById('language').click()")
    for _ in range(clicks):
        click(opened, "#language")
    find(opened, "#list button")[-1].click()
    kind, label = names
    assert find(opened, ".kind")[0].text == kind
    assert label in " ".join(item.get_attribute("data-tip") for item in find(opened, ".m"))


def test_a_narrow_window_needs_no_sideways_scrolling(opened: Any) -> None:
    size = opened.get_window_size()
    opened.set_window_size(500, 800)
    click(opened, "#list button")
    wide = opened.execute_script("return document.documentElement.scrollWidth - innerWidth")
    opened.set_window_size(size["width"], size["height"])
    assert wide <= 0


def test_labels_are_in_two_languages_and_two_themes(opened: Any) -> None:
    click(opened, "#language")
    assert find(opened, '[data-filter="policy"]')[0].text == "kebijakan"
    before = opened.execute_script("return getComputedStyle(document.body).backgroundColor")
    click(opened, "#theme")
    assert opened.execute_script("return getComputedStyle(document.body).backgroundColor") != before


def test_text_and_marks_have_enough_contrast_in_both_themes(opened: Any) -> None:
    script = """
    const rgb = s => s.match(/\\d+(\\.\\d+)?/g).slice(0, 3).map(Number);
    const lum = c => { const [r, g, b] = c.map(v => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; });
      return .2126 * r + .7152 * g + .0722 * b; };
    const probe = document.body.appendChild(document.createElement("span"));
    const value = name => { probe.style.color = `var(${name})`; return lum(rgb(getComputedStyle(probe).color)); };
    const ratio = (a, b) => { const [x, y] = [value(a), value(b)].sort((p, q) => q - p); return (x + .05) / (y + .05); };
    const pairs = [["--ink", "--page"], ["--soft", "--page"], ["--ink", "--panel"], ["--soft", "--panel"]];
    for (const tint of ["policy", "result", "judge_feedback", "future_plan", "context", "other"]) pairs.push(["--ink", "--" + tint]);
    const marks = ["entity", "quantity", "date", "quote", "focus", "soft"];
    const grounds = ["page", "policy", "result", "judge_feedback", "future_plan", "context", "other"];
    const drawn = marks.flatMap(mark => grounds.map(ground => ratio("--" + mark, "--" + ground)));
    return [Math.min(...pairs.map(([a, b]) => ratio(a, b))), Math.min(...drawn)];
    """
    for theme in ("light", "dark"):
        opened.execute_script(f"document.documentElement.dataset.theme = '{theme}'")
        text, drawn = opened.execute_script(script)
        assert text >= 4.5
        assert drawn >= 3
