"""Write the records of a run in another format. All but docbin, which is one block, hold only a piece of it in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import msgspec

from pipeline.export import conllu as conllu_format
from pipeline.export import labelling
from pipeline.export.errors import ExportError
from pipeline.export.tables import TABLES, batches, pyarrow, schemas
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
        for lines in conllu_format.documents(records):
            stream.writelines(line + "\n" for line in lines)


def docbin(records: Iterable[Record], output: Path) -> None:
    """Write a spaCy DocBin with everything that a Doc holds, the extensions included."""
    import spacy
    from spacy.tokens import DocBin

    from pipeline.export.doc import to_docs

    attributes = ["LEMMA", "POS", "TAG", "MORPH", "HEAD", "DEP", "SENT_START", "ENT_IOB", "ENT_TYPE", "ENT_KB_ID"]
    packed = DocBin(attrs=attributes, store_user_data=True)
    for doc in to_docs(records, spacy.blank("id")):
        packed.add(doc)
    packed.to_disk(output)


def parquet(records: Iterable[Record], output: Path) -> None:
    """Write a folder with one .parquet file a table, a row group at a time. Raises ImportError without pyarrow."""
    arrow = pyarrow()
    from pyarrow import parquet as writer

    def open_writer(stack: ExitStack, name: str, schema: Any) -> Any:
        return stack.enter_context(writer.ParquetWriter(output / f"{name}.parquet", schema, compression="zstd"))

    _write_tables(records, output, schemas(arrow), open_writer)


def csv(records: Iterable[Record], output: Path) -> None:
    """Write a folder with one .csv file a table, in pieces. Raises ImportError without pyarrow."""
    arrow = pyarrow()
    from pyarrow import csv as writer

    def open_writer(stack: ExitStack, name: str, schema: Any) -> Any:
        return stack.enter_context(writer.CSVWriter(output / f"{name}.csv", schema))

    _write_tables(records, output, schemas(arrow), open_writer)


def _write_tables(records: Iterable[Record], output: Path, columns: dict[str, Any], open_writer: Any) -> None:
    output.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        writers = {name: open_writer(stack, name, columns[name]) for name in TABLES}
        for chunk in batches(records):
            for name, batch in chunk.items():
                writers[name].write_batch(batch)


def labelstudio(records: Iterable[Record], output: Path) -> None:
    """Write a JSON list of Label Studio tasks, and beside it the labelling configuration (.xml)."""
    found: dict[str, set[str]] = {"category": set(), "entity": set()}
    with output.open("wb") as stream:
        before = b"["
        for record in records:
            task = labelling.label_studio(record)
            for region in task["predictions"][0]["result"]:
                found[region["from_name"]].update(region["value"]["labels"])
            stream.write(before + msgspec.json.encode(task))
            before = b",\n"
        stream.write(b"[]" if before == b"[" else b"]")
    config = labelling.label_studio_config(sorted(found["category"]), sorted(found["entity"]))
    output.with_suffix(".xml").write_text(config, encoding="utf-8")


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
