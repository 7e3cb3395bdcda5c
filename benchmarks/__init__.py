"""swiftbuf beside everything else that exports memory: `python -m benchmarks`.

- `rows/`: what is measured, as tables, and the goals. A new row is a line there.
- `peers/`: who is measured. A new peer is a line in its table, and a source if we write it.
- `authoring/`: one module as an author writes it with each tool, swiftbuf's generator among them.
- `row.py`: the words that the tables are written in.
- `measure.py`: how a sample is taken, and taken again when the machine was slow.
- `report.py`, `chart.py`: what is made of the samples.
"""
