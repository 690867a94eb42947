from kakekomi.facts.subject import Kind
from kakekomi.packs.load import load_embedded
from kakekomi.packs.osquery import LeftOut, export, query_name

PACK = load_embedded()
EXPORT = export(PACK)


def test_each_pc_rule_is_either_exported_or_named_with_the_reason() -> None:
    exported = {
        rule.id
        for rule in PACK.rules
        if rule.kind is Kind.PC and query_name(rule) in EXPORT.pack.queries
    }
    left_out = {one.rule for one in EXPORT.left_out}

    assert exported & left_out == set()
    assert exported | left_out == {rule.id for rule in PACK.rules if rule.kind is Kind.PC}


def test_reasons_say_which_table_or_column_osquery_lacks() -> None:
    assert LeftOut("host/oversized-program", "osquery can't tell file.is_pe") in EXPORT.left_out
    assert (
        LeftOut("host/antivirus-found-emotet", "osquery has nothing like the table av_threat")
        in EXPORT.left_out
    )


def test_a_query_says_what_it_weighs_and_whose_rule_it_is() -> None:
    query = EXPORT.pack.queries["kakekomi_autostart_regsvr32_in_appdata"]
    rule = PACK.rule("host/autostart-regsvr32-in-appdata")

    assert query.description.startswith(f"{rule.title.en}. Weight {rule.weight_db:g} dB;")
    assert query.description.endswith(f"pack {PACK.id} {PACK.version}, rule {rule.id}.")
    assert (query.interval, query.snapshot) == (3600, True)


def test_the_same_pack_gives_the_same_bytes() -> None:
    assert export(PACK).to_json() == EXPORT.to_json()
