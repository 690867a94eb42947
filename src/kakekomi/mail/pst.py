"""Read the messages in a data file of Outlook (PST, OST) through libpff.

The library is an extra, since it is written in C and has no wheel for every system. It is given the
stream, never a path, and no message is changed. Its binding gives no way to a message inside a
message: such a one is written as a file that was not read, so that the mail's verdict says so.

All children of a folder are looked at, not its table of contents, so that a message is found that
Outlook no longer lists. Contacts, appointments, tasks and notes are no mail and are left out.

Source: [MS-PST]; libpff, "Personal Folder File (PFF) format"
"""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import Any, BinaryIO, Final, TypeVar

from kakekomi.facts.errors import ParseError, UnsupportedError
from kakekomi.mail import mapi, mapi_mail
from kakekomi.mail.mapi import MapiAttachment, MapiMessage, Properties, Tag, Type, Value

SIGNATURE: Final = b"!BDN"
FOLDER_KIND: Final = 0x02
MESSAGE_KINDS: Final = frozenset({0x04, 0x08})
"""Messages, and those that Outlook keeps beside a folder's messages."""
KIND_MASK: Final = 0x1F
MAX_FOLDERS: Final = 100_000
"""A store of twenty years has some thousand."""
MAX_ITEMS: Final = 10_000_000
"""In one folder; a damaged count may be anything."""
NO_MAIL: Final = (
    "ipm.activity",
    "ipm.appointment",
    "ipm.configuration",
    "ipm.contact",
    "ipm.distlist",
    "ipm.microsoft.",
    "ipm.stickynote",
    "ipm.task",
)
"""Starts of the classes of items that nobody sent."""


LOST: Final = MapiAttachment(properties=Properties({}), is_whole=False)
"""Stands for what could not be read of a message."""

ValueT = TypeVar("ValueT")


def read(stream: BinaryIO) -> Iterator[tuple[int, bytes | ParseError]]:
    """Give position, from 1 on, and the mail that each message is, or why it can't be read.

    Raises:
        ParseError: it is no data file, or its tables can't be read.
        UnsupportedError: the library is not installed.
    """
    store = _opened(stream)
    position = 0
    for item in _messages(store):
        mail = item if isinstance(item, ParseError) else _asked(partial(_mail, item))
        if mail is not None:
            position += 1
            yield position, mail


def _opened(stream: BinaryIO) -> Any:  # noqa: ANN401  the binding has no types
    try:
        import pypff  # noqa: PLC0415  an extra
    except ImportError as error:
        message = "PST and OST need libpff-python: pip install 'kakekomi[outlook]'"
        raise UnsupportedError(message) from error
    store = pypff.file()
    opened = _asked(lambda: store.open_file_object(stream))
    if isinstance(opened, ParseError):
        raise opened
    return store


def _asked(action: Callable[[], ValueT]) -> ValueT | ParseError:
    """Ask the library: the one boundary to it, since on damage it raises what it likes."""
    try:
        return action()
    except Exception as error:  # noqa: BLE001
        return ParseError(f"can't be read: {error!s:.200}", where="pst")


def _messages(store: Any) -> Iterator[Any]:  # noqa: ANN401
    """Give the messages of all folders, in the order of the file, then those in no folder."""
    waiting = [_asked(store.get_root_folder)]
    for _ in range(MAX_FOLDERS):
        if not waiting:
            break
        folder = waiting.pop()
        if isinstance(folder, ParseError):
            yield folder
            continue
        folders: list[Any] = []
        for item in _all(folder, "number_of_sub_items", "get_sub_item"):
            if _kind(item) == FOLDER_KIND:
                folders.append(item)
            elif isinstance(item, ParseError) or _kind(item) in MESSAGE_KINDS:
                yield item
        waiting += reversed(folders)
    for item in _all(store, "number_of_orphan_items", "get_orphan_item"):
        if isinstance(item, ParseError) or _kind(item) in MESSAGE_KINDS:
            yield item


def _all(owner: Any, count: str, get: str) -> Iterator[Any]:  # noqa: ANN401
    """Give all that the owner has of one sort; in place of each that is damaged, an error."""
    number = _asked(lambda: int(getattr(owner, count)))
    if isinstance(number, ParseError):
        yield number
        return
    for index in range(min(number, MAX_ITEMS)):
        yield _asked(partial(_one, owner, get, index))


def _one(owner: Any, get: str, index: int) -> Any:  # noqa: ANN401
    return getattr(owner, get)(index)


def _kind(item: Any) -> int:  # noqa: ANN401
    number = _asked(lambda: int(item.identifier))
    return number & KIND_MASK if isinstance(number, int) else 0


def _mail(item: Any) -> bytes | None:  # noqa: ANN401
    """Write a message as a mail; None if it is of a class that is no mail."""
    properties, is_whole = _properties(item)
    if (properties.text(Tag.MESSAGE_CLASS) or "").lower().startswith(NO_MAIL):
        return None
    room = mapi.MAX_MESSAGE_BYTES
    files: list[MapiAttachment] = []
    for attachment in _all(item, "number_of_attachments", "get_attachment"):
        if len(files) == mapi.MAX_ATTACHMENTS:
            is_whole = False
            break
        files.append(_attachment(attachment, room, properties.code_page))
        room -= len(files[-1].content)
    if not is_whole:
        files.append(LOST)
    recipients = tuple(_recipients(item, properties.code_page))
    message = MapiMessage(properties=properties, recipients=recipients, attachments=tuple(files))
    return mapi_mail.to_bytes(message)


def _recipients(item: Any, code_page: int | None) -> Iterator[Properties]:  # noqa: ANN401
    table = _asked(lambda: item.recipients)
    if table is None or isinstance(table, ParseError):
        return
    rows = _all(table, "number_of_record_sets", "get_record_set")
    for row in islice(rows, mapi.MAX_RECIPIENTS):
        if not isinstance(row, ParseError):
            yield Properties(_values(row)[0], code_page)


def _attachment(item: Any, room: int, code_page: int | None) -> MapiAttachment:  # noqa: ANN401
    if isinstance(item, ParseError):
        return LOST
    found, _ = _properties(item)
    properties = Properties(found.values, code_page)
    kind = found.values.get(Tag.ATTACH_DATA)
    if kind is not None and kind.type == Type.OBJECT:
        return MapiAttachment(properties=properties, is_whole=False)
    size = _asked(lambda: int(item.size))
    if isinstance(size, ParseError):
        is_reference = kind is None
        return MapiAttachment(properties=properties, is_whole=is_reference)
    wanted = max(min(size, room), 0)
    content = _asked(lambda: bytes(item.read_buffer(wanted)) if wanted else b"")
    if isinstance(content, ParseError):
        return MapiAttachment(properties=properties, is_whole=False)
    is_whole = len(content) == size
    return MapiAttachment(properties=properties, content=content, is_whole=is_whole)


def _properties(item: Any) -> tuple[Properties, bool]:  # noqa: ANN401
    """Give the properties of an item, and whether all could be read."""
    values: dict[int, Value] = {}
    is_whole = True
    for record in _all(item, "number_of_record_sets", "get_record_set"):
        found, is_sound = ({}, False) if isinstance(record, ParseError) else _values(record)
        values |= found
        is_whole = is_whole and is_sound
    page = Properties(values).integer(Tag.MESSAGE_CODE_PAGE)
    return Properties(values, page), is_whole


def _values(record: Any) -> tuple[dict[int, Value], bool]:  # noqa: ANN401
    values: dict[int, Value] = {}
    is_whole = True
    for entry in _all(record, "number_of_entries", "get_entry"):
        tag = _asked(partial(getattr, entry, "entry_type"))
        if tag not in mapi.WANTED:
            is_whole = is_whole and not isinstance(tag, ParseError)
            continue
        value = _asked(partial(_value, entry, tag))
        if isinstance(value, ParseError):
            is_whole = False
        else:
            values[tag] = value
    return values, is_whole


def _value(entry: Any, tag: int) -> Value:  # noqa: ANN401
    """Copy a value; that of a file is asked for elsewhere."""
    return Value(entry.value_type, b"" if tag == Tag.ATTACH_DATA else entry.data or b"")
