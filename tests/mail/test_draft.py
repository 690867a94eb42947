from kakekomi.mail.document import (
    Defect,
    EmbeddedObject,
    ExternalTarget,
    Lure,
    LureKind,
    MacroModule,
    OfficeDocument,
    OfficeFormat,
)
from kakekomi.mail.draft import MAX_OBJECTS_BYTES, MAX_ROWS, Draft
from kakekomi.mail.vba import MAX_PROJECT_BYTES, MAX_RAW_BYTES, VbaProject


def make_module(source: bytes, raw: bytes = b"") -> MacroModule:
    return MacroModule(name="M", stream="", source=source, code_page=1252, raw=raw)


def test_an_empty_draft_finishes_as_a_document_with_nothing_to_tell() -> None:
    assert Draft(format=OfficeFormat.DOC).finish() == OfficeDocument(format=OfficeFormat.DOC)


def test_a_project_of_empty_modules_is_no_macro() -> None:
    draft = Draft(format=OfficeFormat.DOC)
    empty = make_module(b'Attribute VB_Name = "M"\r\n')
    draft.add_project(VbaProject(modules=(empty,), defects=()))
    draft.add_project(None)

    assert (draft.finish().macro, draft.finish().modules) == (False, (empty,))


def test_repeated_rows_are_kept_once_and_lures_sorted() -> None:
    draft = Draft(format=OfficeFormat.DOC)
    target = ExternalTarget(kind="frame", target="http://a.invalid")
    draft.external_targets += [target, target]
    draft.add_text("Enable Editing, then Enable Content")
    draft.add_raw_text(b"Enable Editing")

    document = draft.finish()

    assert document.external_targets == (target,)
    assert document.lures == (
        Lure(kind=LureKind.ENABLE_CONTENT, phrase="Enable Content"),
        Lure(kind=LureKind.ENABLE_EDITING, phrase="Enable Editing"),
    )


def test_objects_beyond_the_cap_keep_their_names_only() -> None:
    draft = Draft(format=OfficeFormat.DOC)
    for name, size in (("a", MAX_OBJECTS_BYTES), ("b", 1)):
        draft.add_object(EmbeddedObject(name=name, class_name="", content=bytes(size)))

    document = draft.finish()

    assert [(item.name, len(item.content)) for item in document.objects] == [
        ("a", MAX_OBJECTS_BYTES),
        ("b", 0),
    ]
    assert document.defects == (Defect(where="b", what="too large to keep"),)


def test_rows_without_end_are_cut() -> None:
    draft = Draft(format=OfficeFormat.DOC, dde=[str(number) for number in range(MAX_ROWS + 1)])

    assert len(draft.finish().dde) == MAX_ROWS


def test_a_draft_is_full_when_its_sources_reach_the_cap() -> None:
    draft = Draft(format=OfficeFormat.DOC)
    draft.modules.append(make_module(bytes(MAX_PROJECT_BYTES - 1)))
    assert not draft.is_full

    draft.modules.append(make_module(b"x"))
    assert draft.is_full


def test_a_draft_is_full_when_its_streams_reach_the_cap() -> None:
    draft = Draft(format=OfficeFormat.DOC)
    draft.modules.append(make_module(b"", bytes(MAX_RAW_BYTES)))

    assert draft.is_full
