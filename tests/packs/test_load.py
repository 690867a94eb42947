from pathlib import Path

import pytest

from kakekomi.facts.errors import ConfigurationError
from kakekomi.packs.build import build, build_folder, sign_pack
from kakekomi.packs.files import MemoryFiles
from kakekomi.packs.keys import keygen
from kakekomi.packs.load import load_embedded, load_files, load_path
from kakekomi.packs.model import Language
from kakekomi.packs.problem import PackError
from kakekomi.packs.sign import SignatureError
from packs.make_pack import RULE, make_files


def write(files: MemoryFiles, folder: Path) -> Path:
    for name, data in files.contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def test_the_embedded_pack_loads_and_has_what_the_product_promises() -> None:
    pack = load_embedded()

    assert pack.id == "emotet"
    assert sum(rule.id.startswith("mail/") for rule in pack.rules) >= 25
    assert len({rule.id for rule in pack.rules}) == len(pack.rules)
    stages = {stage.id for stage in pack.stages}
    assert stages == {"prevention", "suspected", "infected", "recovery", "closed"}


def test_a_pack_gives_its_steps_in_order_and_their_words_when_asked() -> None:
    pack = load_files(make_files())

    step = pack.step("isolate-pc")
    assert pack.step_body(step, Language.JA) == "抜きます。"
    assert pack.rule("mail/encrypted").weight_db == 12
    with pytest.raises(KeyError):
        pack.step("no-such-step")


def test_all_problems_are_listed_and_nothing_is_loaded() -> None:
    broken = make_files(
        {
            "rules/mail/encrypted.sql": RULE.replace("weight: 12", "weight: x"),
            "rules/mail/second.sql": "SELECT 1",
        }
    )

    with pytest.raises(PackError) as caught:
        load_files(broken)

    assert {problem.file for problem in caught.value.problems} == {
        "rules/mail/encrypted.sql",
        "rules/mail/second.sql",
    }
    assert "rules/mail/encrypted.sql:6: weight must be a number" in str(caught.value)


@pytest.mark.parametrize("head", ["", "id = 1", "id = [", 'id = "x"\nmore = 1', "\udcff"])
def test_a_pack_without_a_readable_head_is_refused(head: str) -> None:
    files = MemoryFiles({"pack.toml": head.encode(errors="surrogateescape")})

    with pytest.raises(PackError, match=r"pack\.toml"):
        load_files(files)


def test_a_pack_that_is_not_signed_is_refused_unless_asked_for(tmp_path: Path) -> None:
    folder = write(make_files(), tmp_path / "pack")

    with pytest.raises(SignatureError, match="not signed"):
        load_path(folder)
    assert load_path(folder, unsafe_unsigned=True).id == "mini"


@pytest.mark.parametrize("is_built", [True, False], ids=["built", "folder"])
def test_a_signed_pack_loads_and_a_tampered_one_does_not(tmp_path: Path, *, is_built: bool) -> None:
    path = write(make_files(), tmp_path / "pack")
    if is_built:
        build_folder(path, tmp_path / "mini.kkpack")
        path = tmp_path / "mini.kkpack"
    private, _, key = keygen(tmp_path / "me")
    sign_pack(path, private)

    assert load_path(path, [key]).id == "mini"

    changed = RULE.replace("weight: 12", "weight: 13").encode()
    if is_built:
        data = path.read_bytes().replace(RULE.encode(), changed)
        path.write_bytes(data)
    else:
        (path / "rules/mail/encrypted.sql").write_bytes(changed)
    with pytest.raises(ConfigurationError, match=r"encrypted"):
        load_path(path, [key])


def test_a_built_pack_is_the_same_pack(tmp_path: Path) -> None:
    built = tmp_path / "mini.kkpack"
    built.write_bytes(build(make_files()))

    pack = load_path(built, unsafe_unsigned=True)

    assert (pack.rules, pack.steps) == (
        load_files(make_files()).rules,
        load_files(make_files()).steps,
    )
