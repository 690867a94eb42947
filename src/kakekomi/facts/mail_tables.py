"""Tables about one mail. Subject: the mail's path as given (in a mailbox: path and position).

``node`` numbers the things inside the mail in the order they are met: its MIME parts, the members
of archives, the parts of documents. A thing inside another has that one's node as its ``parent``.
"""

from datetime import datetime
from typing import Annotated, ClassVar

from kakekomi.facts.row import Row, doc


class Message(Row, frozen=True, kw_only=True):
    """The mail itself: one row a subject."""

    TABLE: ClassVar[str] = "message"
    subject_line: Annotated[str | None, doc("Subject, decoded, verbatim")] = None
    from_name: Annotated[str | None, doc("Display name of the first From address")] = None
    from_address: Annotated[str | None, doc("First From address, verbatim")] = None
    from_domain: Annotated[str | None, doc("Its domain in lower case")] = None
    from_name_address: Annotated[
        str | None, doc("An address that stands inside the display name, lower case")
    ] = None
    sender_address: Annotated[str | None, doc("Address of the Sender field")] = None
    reply_to_address: Annotated[str | None, doc("First Reply-To address")] = None
    envelope_from: Annotated[str | None, doc("Return-Path as the receiving server wrote it")] = None
    envelope_domain: Annotated[str | None, doc("Domain of envelope_from in lower case")] = None
    message_id: Annotated[str | None, doc("Message-ID with its brackets")] = None
    date_at: Annotated[datetime | None, doc("Date field in UTC")] = None
    in_reply_to: Annotated[str | None, doc("In-Reply-To, first id")] = None
    references_count: Annotated[int, doc("Number of ids in References")] = 0
    is_reply: Annotated[bool, doc("The subject line says reply (Re:, 返信 …)")] = False
    is_forward: Annotated[bool, doc("The subject line says forward (Fw:, 転送 …)")] = False
    text: Annotated[str, doc("Readable text as shown, HTML turned into text, capped")] = ""
    quoted_text: Annotated[str, doc("The part of the text that quotes another mail")] = ""
    quoted_from: Annotated[
        str | None, doc("Sender named by the first quoted header block or attribution line")
    ] = None
    size_bytes: Annotated[int, doc("Size of the mail as received")] = 0
    parts: Annotated[int, doc("Number of MIME parts")] = 0
    is_html: Annotated[bool, doc("The mail has an HTML part")] = False
    picture_only: Annotated[bool, doc("The body is pictures without readable text")] = False
    mailer: Annotated[str | None, doc("X-Mailer or User-Agent")] = None
    list_id: Annotated[str | None, doc("List-Id of a mailing list")] = None
    auto_submitted: Annotated[str | None, doc("Auto-Submitted, or report type of a bounce")] = None


class Recipient(Row, frozen=True, kw_only=True):
    """An addressee named in the header."""

    TABLE: ClassVar[str] = "recipient"
    kind: Annotated[str, doc("to, cc or bcc")]
    name: Annotated[str | None, doc("Display name")] = None
    address: Annotated[str | None, doc("Address, verbatim")] = None
    domain: Annotated[str | None, doc("Domain in lower case")] = None


class Received(Row, frozen=True, kw_only=True):
    """A hop of the mail's way, as each server wrote it; all but the nearest can be forged."""

    TABLE: ClassVar[str] = "received"
    position: Annotated[int, doc("0 is the hop nearest to the reader")]
    from_host: Annotated[str | None, doc("Name that the sending host gave (HELO)")] = None
    from_ip: Annotated[str | None, doc("Address of the sending host")] = None
    by_host: Annotated[str | None, doc("Server that wrote the line")] = None
    received_at: Annotated[datetime | None, doc("Time stated by that server")] = None


class Authentication(Row, frozen=True, kw_only=True):
    """Authentication results as stated by a receiving server; not verified by us."""

    TABLE: ClassVar[str] = "authentication"
    position: Annotated[int, doc("0 is the topmost statement, the one nearest to the reader")]
    authserv_id: Annotated[str | None, doc("Server that states the results")] = None
    spf: Annotated[str | None, doc("pass, fail, softfail, neutral, none, temperror …")] = None
    dkim: Annotated[str | None, doc("pass, fail, none …")] = None
    dmarc: Annotated[str | None, doc("pass, fail, none …")] = None
    arc: Annotated[str | None, doc("pass, fail, none …")] = None


class Attachment(Row, frozen=True, kw_only=True):
    """A file in the mail: a MIME part that is no body text, a member of an archive or document."""

    TABLE: ClassVar[str] = "attachment"
    node: Annotated[int, doc("Number of this thing in the mail")]
    parent: Annotated[int | None, doc("Node that it lies in; NULL directly in the mail")] = None
    name: Annotated[str | None, doc("File name, decoded, verbatim")] = None
    extension: Annotated[str, doc("Last extension in lower case without the dot")] = ""
    declared_type: Annotated[str | None, doc("Content-Type as declared")] = None
    detected_type: Annotated[str, doc("Type by content: zip, ole, ooxml, lnk, one, pe, text …")] = (
        "unknown"
    )
    size_bytes: Annotated[int, doc("Size as it lies there (in an archive: compressed)")] = 0
    inflated_bytes: Annotated[int | None, doc("Size unpacked, declared or reached")] = None
    sha256: Annotated[str | None, doc("Of the decoded content; NULL if it was not read whole")] = (
        None
    )
    encrypted: Annotated[bool, doc("Needs a password to open")] = False
    opened_with: Annotated[str | None, doc("The exact password that opened it")] = None
    inline: Annotated[bool, doc("Shown inside the body (Content-ID or inline)")] = False
    members: Annotated[int | None, doc("Number of members, if it is an archive")] = None


class Password(Row, frozen=True, kw_only=True):
    """A password that the mail gives in words, beside the words that say so."""

    TABLE: ClassVar[str] = "password"
    value: Annotated[str, doc("The password, verbatim")]
    label: Annotated[str | None, doc("The words it stood behind")] = None
    source: Annotated[str, doc("body, subject, later_mail or earlier_mail")] = "body"


class Office(Row, frozen=True, kw_only=True):
    """A Microsoft Office document: one row a document."""

    TABLE: ClassVar[str] = "office"
    node: Annotated[int, doc("The attachment")]
    format: Annotated[str, doc("doc, docm, docx, xls, xlsm, xlsx, xlsb, ppt, pptm, rtf, csv …")] = (
        ""
    )
    encrypted: Annotated[bool, doc("Needs a password to open")] = False
    macro: Annotated[bool, doc("Has VBA code or Excel 4 macro sheets")] = False
    autoexec: Annotated[bool, doc("Something of it runs by itself on opening or closing")] = False
    xlm: Annotated[bool, doc("Has an Excel 4 macro sheet")] = False
    hidden_sheets: Annotated[int, doc("Number of hidden and very hidden sheets")] = 0
    lure: Annotated[str | None, doc("Words in it that ask to enable or copy, verbatim")] = None
    lure_kind: Annotated[str | None, doc("enable_content, enable_editing or copy_to_trusted")] = (
        None
    )
    dde: Annotated[bool, doc("Has a DDE field or formula")] = False
    external_target: Annotated[str | None, doc("First external template or object it loads")] = None
    objects: Annotated[int, doc("Number of embedded objects")] = 0
    object_classes: Annotated[
        str | None, doc("Classes of embedded objects (Equation.3, Package …), a blank between them")
    ] = None


class MacroKeyword(Row, frozen=True, kw_only=True):
    """A word in a macro that says what the macro can do or when it runs."""

    TABLE: ClassVar[str] = "macro_keyword"
    node: Annotated[int, doc("The document")]
    kind: Annotated[str, doc("autoexec, execute, download, write, obfuscate, stomped …")]
    keyword: Annotated[str, doc("As it stands in the code")]
    module: Annotated[str | None, doc("Module or sheet it stands in")] = None


class Shortcut(Row, frozen=True, kw_only=True):
    """A Windows shortcut: .lnk, .url or .SettingContent-ms."""

    TABLE: ClassVar[str] = "shortcut"
    node: Annotated[int, doc("The attachment")]
    kind: Annotated[str, doc("lnk, url or settings")] = "lnk"
    target: Annotated[str | None, doc("Path it starts, environment variables unexpanded")] = None
    arguments: Annotated[str, doc("Verbatim, with the blanks that hide a command")] = ""
    appended: Annotated[str | None, doc("Text found behind the end of the link, capped")] = None
    appended_bytes: Annotated[int, doc("Bytes behind the end of the link")] = 0


class OnenoteObject(Row, frozen=True, kw_only=True):
    """A file embedded in a OneNote section."""

    TABLE: ClassVar[str] = "onenote_object"
    node: Annotated[int, doc("The OneNote file")]
    object_node: Annotated[int | None, doc("The embedded file's own node")] = None
    name: Annotated[str | None, doc("File name, where it could be found")] = None
    detected_type: Annotated[str, doc("Type by content")] = "unknown"
    size_bytes: Annotated[int, doc("Size of the embedded file")] = 0


class Pdf(Row, frozen=True, kw_only=True):
    """A PDF: what it can do; its links are rows of url."""

    TABLE: ClassVar[str] = "pdf"
    node: Annotated[int, doc("The attachment")]
    encrypted: Annotated[bool, doc("Unless opened, links and files are out of reach")] = False
    javascript: Annotated[bool, doc("Has a script")] = False
    open_action: Annotated[bool, doc("Does something on opening, beyond a jump to a page")] = False
    launch: Annotated[str | None, doc("Program or file it starts; empty if it is not named")] = None
    links: Annotated[int, doc("Number of different links")] = 0
    embedded: Annotated[int, doc("Number of files inside")] = 0


class QuotedParticipant(Row, frozen=True, kw_only=True):
    """Somebody named in a quoted header block or attribution line of the text."""

    TABLE: ClassVar[str] = "quoted_participant"
    block: Annotated[int, doc("0 is the newest quoted mail")] = 0
    role: Annotated[str, doc("from, to or cc")] = "from"
    name: Annotated[str | None, doc("Name as quoted")] = None
    address: Annotated[str | None, doc("Address as quoted")] = None
    domain: Annotated[str | None, doc("Domain in lower case")] = None


class Url(Row, frozen=True, kw_only=True):
    """A link in the mail or in a document of it."""

    TABLE: ClassVar[str] = "url"
    node: Annotated[int | None, doc("Attachment it stands in; NULL in the body")] = None
    text: Annotated[str | None, doc("What the reader sees")] = None
    href: Annotated[str, doc("Where it leads, verbatim")]
    host: Annotated[str | None, doc("Host of href in lower case, punycode kept")] = None
    text_host: Annotated[str | None, doc("Host that the visible text names, lower case")] = None
    extension: Annotated[str, doc("Extension of the path's last part, lower case")] = ""


class YaraMatch(Row, frozen=True, kw_only=True):
    """A content rule that matched: of an attachment, a file or memory."""

    TABLE: ClassVar[str] = "yara_match"
    rule: Annotated[str, doc("Identifier of the content rule")]
    node: Annotated[int | None, doc("The attachment, on a mail")] = None
    path: Annotated[str | None, doc("The file or process, on a PC")] = None


class OwnDomain(Row, frozen=True, kw_only=True):
    """Context given by the user: a domain of the reader's own organization."""

    TABLE: ClassVar[str] = "own_domain"
    domain: Annotated[str, doc("In lower case")]


class Correspondent(Row, frozen=True, kw_only=True):
    """Context given by the user or learned: someone known who shares name or address here."""

    TABLE: ClassVar[str] = "correspondent"
    address: Annotated[str, doc("In lower case")]
    name: Annotated[str | None, doc("Display name as known")] = None
    last_at: Annotated[datetime | None, doc("Last mail exchanged")] = None
    messages: Annotated[int, doc("Mails exchanged")] = 0
