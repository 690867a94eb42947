"""``README.md`` of the reference: what stands where."""

from generator.markdown import bullets, page

ENTRIES = (
    ("cli.md", "Command line", "commands, options, exit statuses"),
    ("verdict-json.md", "The verdict as JSON", "for other programs"),
    ("tables.md", "Tables of facts", "what is collected"),
    ("gaps.md", "Gaps", "what was not checked, and why"),
    ("rules.md", "Rules", "the signs, what each weighs, and on what it may be mistaken"),
    ("content-rules.md", "Content rules", "signs in the bytes of files"),
    ("functions.md", "Functions", "what a rule may use and cost"),
    ("patterns-and-stages.md", "Patterns and stages", "and the three questions"),
    ("steps.md", "Steps", "what to do, for whom, and how it is proven done"),
    ("faq.md", "Questions", "that the pack answers"),
    ("sources.md", "Sources", "and how far each was checked"),
    ("limits.md", "Limits", "on hostile input"),
)


def write() -> str:
    """The page."""
    return page(
        "Reference",
        "Generated from the code and the knowledge pack; a stale page fails the tests.",
        bullets(f"[{title}]({file}): {words}" for file, title, words in ENTRIES),
        source="docs/generator/index.py",
    )
