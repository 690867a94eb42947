from pathlib import Path

import pytest

from kakekomi.facts.errors import ConfigurationError
from kakekomi.packs.keys import keygen, read_private_key, read_public_key, trusted_keys


def test_a_key_pair_is_written_and_read_back(tmp_path: Path) -> None:
    private, public, key = keygen(tmp_path / "me")

    assert (private.name, public.name) == ("me.key.pem", "me.pub.pem")
    assert private.stat().st_mode & 0o777 == 0o600
    assert read_public_key(public) == key
    assert key.has_signed(b"x", read_private_key(private).sign(b"x"))
    assert not key.has_signed(b"y", read_private_key(private).sign(b"x"))
    assert not key.has_signed(b"x", b"")
    assert len(key.id) == 16


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    private, _, _ = keygen(tmp_path / "me")
    before = private.read_bytes()

    with pytest.raises(ConfigurationError, match=r"me\.key\.pem"):
        keygen(tmp_path / "me")
    assert private.read_bytes() == before


def test_keys_of_the_folder_and_of_named_files_are_trusted(tmp_path: Path) -> None:
    _, _, inside = keygen(tmp_path / "inside")
    (tmp_path / "else").mkdir()
    _, other, outside = keygen(tmp_path / "else" / "outside")

    assert trusted_keys(tmp_path, other) == (inside, outside)
    assert trusted_keys(tmp_path / "none") == ()
    assert trusted_keys() == ()


@pytest.mark.parametrize("content", [b"", b"text", b"-----BEGIN PUBLIC KEY-----\nAA==\n"])
def test_what_is_no_key_is_refused_with_its_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.pub.pem"
    path.write_bytes(content)

    with pytest.raises(ConfigurationError, match="bad"):
        read_public_key(path)
    with pytest.raises(ConfigurationError, match="bad"):
        read_private_key(path)
    with pytest.raises(ConfigurationError, match="bad"):
        trusted_keys(tmp_path)


def test_a_missing_key_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="none"):
        read_private_key(tmp_path / "none.key.pem")
