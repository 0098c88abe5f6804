"""The ledger's own rules, kept by the database: transaction ids for cutting roots, and no second thoughts."""

from django.db import migrations

APPEND_ONLY = ("kernel_ledger_entry", "kernel_ledger_root", "kernel_ledger_root_head", "kernel_access")

FORWARD = """
ALTER TABLE kernel_ledger_entry ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX ledger_entry_xid ON kernel_ledger_entry (xid);
CREATE INDEX ledger_entry_command ON kernel_ledger_entry (command_id);

CREATE FUNCTION kernel_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: rows are added there, never changed or taken away', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
""" + "".join(
    f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION kernel_append_only();\n"
    for table in APPEND_ONLY
)

BACKWARD = (
    "".join(f"DROP TRIGGER append_only ON {table};\n" for table in APPEND_ONLY)
    + "DROP FUNCTION kernel_append_only();\nALTER TABLE kernel_ledger_entry DROP COLUMN xid;"
)


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
