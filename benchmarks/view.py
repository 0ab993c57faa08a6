"""How fast the page of ``python -m pipeline view`` is: ``python benchmarks/view.py --documents 2000`` (needs selenium and chromium)."""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from pipeline.export.view import view
from pipeline.record import Record, read

GOLDEN = Path(__file__).parents[1] / "tests" / "data" / "golden" / "record-v1.jsonl"
TIMED = """
const [action, done] = [arguments[0], arguments[1]];
const start = performance.now();
document.querySelector(action).click();
requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
"""
READY = "return performance.getEntriesByName('ready')[0].startTime"
PAINT = "return performance.getEntriesByName('first-contentful-paint')[0].startTime"


def grown(record: Record, times: int, id: str) -> Record:
    """Return the record with its text and annotations ``times`` over, behind one another."""
    step = len(record.text) + 2
    cluster = len(record.clusters)

    def moved(item: Any, by: int) -> Any:
        change: dict[str, Any] = {"start": item.start + by * step, "end": item.end + by * step}
        if getattr(item, "speaker", None) is not None:
            change["speaker"] = moved(item.speaker, by)
        if getattr(item, "cluster", None) is not None:
            change["cluster"] = item.cluster + by * cluster
        return msgspec.structs.replace(item, **change)

    names = ("blocks", "sentences", "entities", "quantities", "dates", "quotes")
    lists = {name: [moved(item, by) for by in range(times) for item in getattr(record, name)] for name in names}
    return msgspec.structs.replace(
        record, id=id, text="\n\n".join([record.text] * times), clusters=record.clusters * times, **lists
    )


def documents(count: int, times: int) -> Iterator[Record]:
    """Yield ``count`` records of ``times`` the golden one's length (209 characters, 4 sentences)."""
    golden = next(read(GOLDEN))
    for number in range(count):
        yield grown(golden, times, f"berita {number}")


def measure(page: Path) -> dict[str, float]:
    """Return milliseconds to the first paint and to a page that can be used, and of a click on a filter and on a document."""
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for flag in ("--headless", "--no-sandbox", "--disable-gpu", "--window-size=1200,900"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
    try:
        driver.set_script_timeout(120)
        driver.get(page.as_uri())
        found = {"first paint": driver.execute_script(PAINT), "ready": driver.execute_script(READY)}
        for name, css in (("filter click", "[data-filter]"), ("document click", "#list button")):
            found[name] = driver.execute_async_script(TIMED, css)
        return found
    finally:
        driver.quit()


def main() -> None:
    """Measure and print as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument(
        "--times", type=int, default=10, help="Length of a document in golden records of 209 characters."
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        began = time.perf_counter()
        view(documents(options.documents, options.times), page)
        found = {
            "documents": options.documents,
            "page MB": page.stat().st_size / 1e6,
            "written s": time.perf_counter() - began,
        }
        found |= measure(page)
    print(json.dumps({name: round(value, 1) for name, value in found.items()}))


if __name__ == "__main__":
    main()
