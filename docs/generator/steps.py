"""``steps.md``: every step of the playbook."""

from collections.abc import Iterator

from generator.knowledge import FOLDER, file_link, pack, source_links
from generator.markdown import bullets, code, codes, page, plain, section, table
from kakekomi.packs.model import Proof, Step

INTRODUCTION = """\
A step has two queries over the [facts](tables.md) of a case: for whom it applies, and for whom it
is proven done. The tasks are the difference. A step is proven by a **fact** where facts can show
it; a **declaration** is the word of a person, and where it is marked so nothing else can show it.
"""


def write() -> str:
    """The page."""
    return page(
        "Steps of the playbook",
        f"Pack `{pack().id}` {pack().version}: {len(pack().steps)} steps.",
        INTRODUCTION.strip(),
        table(
            ("order", "step", "who", "minutes", "stages", "proof", "ja", "en"),
            (
                (
                    f"{step.order:g}",
                    f"[{step.id}](#{step.id})",
                    step.role,
                    str(step.minutes),
                    ", ".join(step.stages),
                    step.proof,
                    plain(step.title.ja),
                    plain(step.title.en),
                )
                for step in pack().steps
            ),
        ),
        *(_step(step) for step in pack().steps),
        source=f"{FOLDER}/steps/",
    )


def _step(step: Step) -> str:
    return section(
        step.id,
        f"**{plain(step.title.ja)}** / **{plain(step.title.en)}**",
        bullets((plain(step.says.ja), plain(step.says.en))),
        table(("", ""), _facts_about(step)),
    )


def _facts_about(step: Step) -> Iterator[tuple[str, str]]:
    yield "who", code(step.role)
    yield "about", f"{step.minutes} minutes"
    yield "stages", codes(step.stages)
    yield "patterns", codes(step.patterns) if step.patterns else "all"
    yield "proven by", "a fact" if step.proof is Proof.FACT else "a declaration"
    if step.danger:
        yield "beware", f"{plain(step.danger.ja)} / {plain(step.danger.en)}"
    yield "sources", source_links(step.sources)
    stem = step.file.removesuffix(".sql")
    words = f"{file_link(f'{stem}.ja.md', 'ja')}, {file_link(f'{stem}.en.md', 'en')}"
    yield "in full", f"{words}; queries: {file_link(step.file)}"
