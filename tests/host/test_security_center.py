import pytest

from kakekomi.facts.pc_tables import WindowsSecurityProducts
from kakekomi.host import security_center
from kakekomi.host.machine import Answer


@pytest.mark.parametrize(
    ("bits", "state", "is_current"),
    [(0x61100, "On", True), (0x61110, "On", False), (0x60100, "Off", True), (None, None, None)],
)
def test_the_bits_of_a_product_are_told(
    bits: int | None, state: str | None, is_current: object
) -> None:
    def query(namespace: str, table: str, columns: tuple[str, ...]) -> list[Answer]:
        assert (namespace, columns) == ("ROOT\\SecurityCenter2", ("displayName", "productState"))
        return [("ウイルス対策", bits)] if table == "AntiVirusProduct" else []

    (row,) = security_center.collect(query)

    assert row == WindowsSecurityProducts(
        type="Antivirus",
        name="ウイルス対策",
        state=state,
        signatures_up_to_date=row.signatures_up_to_date,
    )
    assert row.signatures_up_to_date is is_current
