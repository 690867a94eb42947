from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.mail_tables import Password
from kakekomi.facts.subject import FactsBuilder, Kind, SubjectFacts


def test_a_builder_freezes_rows_and_gaps_in_order() -> None:
    builder = FactsBuilder("a.eml", Kind.MAIL)
    builder.add(Password(value="x"))
    builder.gap(What.ARCHIVE, Why.ENCRYPTED, "請求書.zip", node=2)

    assert builder.build() == SubjectFacts(
        subject="a.eml",
        kind=Kind.MAIL,
        rows=(
            Password(value="x"),
            Gap(what=What.ARCHIVE, why=Why.ENCRYPTED, detail="請求書.zip", node=2),
        ),
    )


def test_rows_of_one_table_are_picked_out() -> None:
    builder = FactsBuilder("a.eml", Kind.MAIL)
    builder.add(Password(value="x"))
    builder.gap(What.TEXT, Why.DAMAGED)

    assert builder.build().of(Password) == (Password(value="x"),)
