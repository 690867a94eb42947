from pathlib import Path

import pytest

from kakekomi.cli.pcs import is_inside


@pytest.mark.parametrize(
    ("target", "inside"),
    [
        ("root/a", True),
        ("root/sub/../a", True),
        ("root/../a", False),
        ("rootless/a", False),
        ("link/a", True),
        ("a", False),
    ],
)
def test_a_target_is_inside_wherever_links_and_dots_lead(
    tmp_path: Path, target: str, inside: object
) -> None:
    (tmp_path / "root" / "sub").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "root")

    assert is_inside(str(tmp_path / target), str(tmp_path / "root")) is inside
