"""Stored checks and signed packs for the tests of background work."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from django.conf import settings
from django.utils import timezone

from kakekomi.desk.checks.models import Check, Verdict
from kakekomi.desk.house.models import Organization
from kakekomi.desk.work.judging import Judged, judged
from kakekomi.desk.work.loaded import TRUSTED_FOLDER
from kakekomi.facts import snapshot
from kakekomi.facts.mail_tables import Attachment, Message
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.packs.build import build
from kakekomi.packs.files import MemoryFiles
from kakekomi.packs.keys import keygen, read_private_key
from kakekomi.packs.load import load_embedded
from kakekomi.packs.sign import SIGNATURE_FILE, sealed_files, sign

NEWER = "2099.1.1"

NEW_RULE = """\
-- id: mail/named-exercise
-- title.ja: 練習の添付
-- title.en: Exercise attachment
-- says.ja: 添付「{name}」は練習用です。
-- says.en: The attachment "{name}" is for an exercise.
-- weight: 40
-- attack: T1566.001
-- since: 2026-11
-- source: jpcert-faq
SELECT a.subject, a.name FROM attachment a WHERE a.name = 'exercise.zip'
"""


def make_facts(subject: str, name: str) -> SubjectFacts:
    """A mail with an attachment of that name."""
    rows = (Message(subject_line="練習"), Attachment(node=1, name=name))
    return SubjectFacts(subject=subject, kind=Kind.MAIL, rows=rows)


def make_check(name: str = "exercise.zip", organization: Organization | None = None) -> Check:
    """A stored mail with the verdict of the program's own pack."""
    facts = snapshot.write([make_facts(f"mail with {name}", name)])
    check = Check.objects.create(
        kind="mail",
        name="mail.eml",
        subject=f"mail with {name}",
        facts=facts,
        facts_sha256=sha256(facts).hexdigest(),
        content_sha256="0" * 64,
        organization=organization,
    )
    pack = load_embedded()
    now = timezone.now().replace(microsecond=0)
    (result,) = judged([facts], pack, now=now)
    assert isinstance(result, Judged)
    Verdict.objects.create(
        checked=check,
        pack_id=pack.id,
        pack_version=pack.version,
        verdict=result.verdict,
        weight_db=result.weight_db,
        document=result.documents[0],
        document_en=result.documents[1],
        judged_at=now,
    )
    return check


def make_pack(
    folder: Path,
    *,
    version: str = NEWER,
    is_trusted: bool = True,
    more: Mapping[str, bytes] = MappingProxyType({}),
) -> bytes:
    """A signed pack that knows one sign more than the program's own; ``more`` are other files."""
    files = sealed_files(load_embedded().files)
    own = load_embedded().version
    head = files.read("pack.toml").decode().replace(f'"{own}"', f'"{version}"')
    contents = dict(files.contents) | {
        "pack.toml": head.encode(),
        "rules/mail/named-exercise.sql": NEW_RULE.encode(),
    }
    contents |= more
    contents.pop(SIGNATURE_FILE, None)
    place = settings.CONFIG.data / TRUSTED_FOLDER if is_trusted else folder
    place.mkdir(parents=True, exist_ok=True)
    secret, public, _ = keygen(folder / "secret")
    if is_trusted:
        public.rename(place / f"test{version}.pub.pem")
    contents[SIGNATURE_FILE] = sign(MemoryFiles(contents), read_private_key(secret))
    return build(MemoryFiles(contents))
