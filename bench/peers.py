"""``python -m bench.peers``: Kakekomi, standard library, clamscan and olevba on the same files."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench.attacks import KINDS, make_attacks
from bench.contenders import OURS, best_of_rounds, contenders
from bench.documents import compare, documents_in
from bench.mails import all_mails, corpus_folder, mail_sets

MAX_MAILS: Final = 10_000
ATTACKS: Final = 240
"""Made mails with documents and encrypted ZIPs of real size, added for the mixed set."""


def main() -> int:
    """Measure and print the table, in Markdown."""
    with mail_sets() as (words, sets), TemporaryDirectory() as folder:
        plain = all_mails(sets, MAX_MAILS)
        attacks = list(make_attacks(ATTACKS))
        print(f"Processor time, best of several runs, on: {words}\n")
        for name, mails in (("mails", plain), ("mails and made attacks", plain + attacks)):
            files = list(_written(Path(folder) / name.replace(" ", "-"), mails))
            size = sum(map(len, mails)) / len(mails) / 1000
            print(f"### {len(files):,} {name}, {size:.1f} kB each\n", flush=True)
            print("\n".join(_mail_table(files)), flush=True)
        print("\n".join(_kind_table(list(_written(Path(folder) / "attacks", attacks)))))
        print("\n".join(_document_table(documents_in(corpus_folder(), Path(folder)))))
    return 0


def _written(folder: Path, mails: Sequence[bytes]) -> Iterator[Path]:
    folder.mkdir()
    for number, data in enumerate(mails):
        path = folder / f"{number:05}.eml"
        path.write_bytes(data)
        yield path


def _mail_table(files: Sequence[Path]) -> Iterator[str]:
    yield "| | mails/s | Kakekomi is … times as fast |"
    yield "| --- | ---: | ---: |"
    all_of_them = contenders()
    seconds = best_of_rounds({one.name: one.read for one in all_of_them if one.read}, files)
    ours = seconds[OURS]
    for one in all_of_them:
        if one.name not in seconds:
            yield f"| {one.name} | skipped: {one.why_not} | |"
            continue
        took = seconds[one.name]
        yield f"| {one.name} | {len(files) / took:,.0f} | {took / ours:.2f} |"
    yield ""


def _kind_table(files: Sequence[Path]) -> Iterator[str]:
    """What an attack of each kind costs: that of the others is decoding and hashing alone."""
    yield f"### {len(files)} made attacks, by what is attached\n"
    names = [one.name for one in contenders() if one.read is not None]
    yield f"| ms a mail | {' | '.join(names)} |"
    yield f"| --- |{' ---: |' * len(names)}"
    for at, kind in enumerate(KINDS):
        some = files[at :: len(KINDS)]
        seconds = best_of_rounds({one.name: one.read for one in contenders() if one.read}, some)
        cells = " | ".join(f"{seconds[name] / len(some) * 1e3:.2f}" for name in names)
        yield f"| {kind.__name__.strip('_').replace('_', ' ')} | {cells} |"
    yield ""


def _document_table(files: Sequence[Path]) -> Iterator[str]:
    yield "### Documents: macros, Excel 4 macros, lures, links\n"
    yield "| | Kakekomi, ms each | olevba in a loop, ms each | Kakekomi is … times as fast |"
    yield "| --- | ---: | ---: | ---: |"
    missing: tuple[str, ...] = ()
    for seen in compare(files):
        name, ours = f"{seen.count} {seen.name}", seen.ours_s / seen.count * 1e3
        if seen.olevba_s is None:
            yield f"| {name} | {ours:.2f} | skipped: {seen.why_not} | |"
            return
        theirs = seen.olevba_s / seen.count * 1e3
        yield f"| {name} | {ours:.2f} | {theirs:.2f} | {theirs / ours:.2f} |"
        missing = seen.missing
    yield ""
    yield f"Auto-run words that only olevba reports: {', '.join(missing) or 'none'}."


if __name__ == "__main__":
    sys.exit(main())
