"""Write the records of a run in another format."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from pipeline.export import conllu as conllu_format
from pipeline.export import labelling
from pipeline.export.doc import ExportError, to_docs
from pipeline.export.tables import frames
from pipeline.record import Record, read

Writer = Callable[[Iterable[Record], Path], None]


def convert(source: Path, format: str, output: Path) -> None:
    """Write the records at ``source`` to ``output``: a file, or a folder for parquet and csv.

    Raises ExportError for an unknown format or a record that the format cannot hold.
    """
    if format not in WRITERS:
        raise ExportError(f"no format {format!r}; there are {', '.join(WRITERS)}")
    output.parent.mkdir(parents=True, exist_ok=True)
    WRITERS[format](read(source), output)


def conllu(records: Iterable[Record], output: Path) -> None:
    """Write one CoNLL-U file."""
    with output.open("w", encoding="utf-8", newline="\n") as stream:
        for record in records:
            stream.writelines(line + "\n" for line in conllu_format.lines(record))


def docbin(records: Iterable[Record], output: Path) -> None:
    """Write a spaCy DocBin with everything that a Doc holds, the extensions included."""
    import spacy
    from spacy.tokens import DocBin

    attributes = ["LEMMA", "POS", "TAG", "MORPH", "HEAD", "DEP", "SENT_START", "ENT_IOB", "ENT_TYPE", "ENT_KB_ID"]
    packed = DocBin(attrs=attributes, store_user_data=True)
    for doc in to_docs(records, spacy.blank("id")):
        packed.add(doc)
    packed.to_disk(output)


def parquet(records: Iterable[Record], output: Path) -> None:
    """Write a folder with one .parquet file a table."""
    from pyarrow import parquet as writer

    output.mkdir(parents=True, exist_ok=True)
    for name, table in frames(records).items():
        writer.write_table(table, output / f"{name}.parquet", compression="zstd")


def csv(records: Iterable[Record], output: Path) -> None:
    """Write a folder with one .csv file a table."""
    from pyarrow import csv as writer

    output.mkdir(parents=True, exist_ok=True)
    for name, table in frames(records).items():
        writer.write_csv(table, output / f"{name}.csv")


def labelstudio(records: Iterable[Record], output: Path) -> None:
    """Write a JSON list of Label Studio tasks, and beside it the labelling configuration (.xml)."""
    tasks = [labelling.label_studio(record) for record in records]
    regions = [region for task in tasks for region in task["predictions"][0]["result"]]
    found = {
        name: sorted({r["value"]["labels"][0] for r in regions if r["from_name"] == name})
        for name in ("category", "entity")
    }
    output.write_bytes(msgspec.json.encode(tasks))
    output.with_suffix(".xml").write_text(
        labelling.label_studio_config(found["category"], found["entity"]), encoding="utf-8"
    )


def prodigy(records: Iterable[Record], output: Path) -> None:
    """Write Prodigy tasks as JSON lines."""
    with output.open("wb") as stream:
        for record in records:
            stream.writelines(msgspec.json.encode(task) + b"\n" for task in labelling.prodigy(record))


WRITERS: dict[str, Writer] = {
    "conllu": conllu,
    "docbin": docbin,
    "parquet": parquet,
    "csv": csv,
    "labelstudio": labelstudio,
    "prodigy": prodigy,
}
