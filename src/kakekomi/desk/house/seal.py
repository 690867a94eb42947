"""The database itself refuses to change or delete an entry of the audit log.

Whoever owns the database can drop these triggers; the chain of digests then still shows what was
changed. Both together make an accident impossible and a lie visible.
"""

from typing import Final

from django.conf import settings
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE: Final = "house_auditentry"

SEALED: Final = {
    "sqlite": tuple(
        f"CREATE TRIGGER audit_{verb.lower()} BEFORE {verb} ON {TABLE} "
        "BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END"
        for verb in ("UPDATE", "DELETE")
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION audit_only_grows() RETURNS trigger AS $$ "
        "BEGIN RAISE EXCEPTION 'the audit log only grows'; END $$ LANGUAGE plpgsql",
        f"CREATE TRIGGER audit_change BEFORE UPDATE OR DELETE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION audit_only_grows()",
    ),
}
"""Statements by database."""


def seal(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers, unless this is a test that empties all tables."""
    if getattr(settings, "AUDIT_IS_SEALED", True):
        for statement in SEALED[editor.connection.vendor]:
            editor.execute(statement)
