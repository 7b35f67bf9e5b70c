"""The audit's tables, and the triggers by which the database itself refuses to change what was recorded."""

from django.db import migrations, models

POSTGRESQL = """
CREATE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit is only ever added to' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_event_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION audit_event_refuse();
"""
# The third holds the order, and stops INSERT OR REPLACE, which deletes without asking a trigger.
SQLITE = [
    (
        "CREATE TRIGGER audit_event_not_changed BEFORE UPDATE ON audit_event "
        "BEGIN SELECT RAISE(ABORT, 'the audit is only ever added to'); END"
    ),
    (
        "CREATE TRIGGER audit_event_not_deleted BEFORE DELETE ON audit_event "
        "BEGIN SELECT RAISE(ABORT, 'the audit is only ever added to'); END"
    ),
    (
        "CREATE TRIGGER audit_event_at_the_end BEFORE INSERT ON audit_event "
        "WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM audit_event) "
        "BEGIN SELECT RAISE(ABORT, 'an event of the audit goes to its end'); END"
    ),
]


def make_table(apps, editor):
    """Make the table, which Django does not manage, its indexes, which Django makes only where it manages, and its triggers."""
    event = apps.get_model("audit", "Event")
    editor.create_model(event)
    for index in event._meta.indexes:
        editor.add_index(event, index)
    for statement in [POSTGRESQL] if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(verbose_name="when")),
                ("user_id", models.UUIDField(null=True, verbose_name="who")),
                ("role", models.CharField(max_length=40, verbose_name="role")),
                ("session", models.CharField(max_length=16, verbose_name="session")),
                ("action", models.CharField(max_length=60, verbose_name="what")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("done", "done"), ("refused", "refused")], max_length=8, verbose_name="outcome"
                    ),
                ),
                ("subject", models.CharField(max_length=60, verbose_name="kind of record")),
                ("subject_id", models.UUIDField(null=True, verbose_name="record")),
                ("person_id", models.UUIDField(null=True, verbose_name="person")),
                ("fields", models.TextField(verbose_name="fields changed")),
                ("relation", models.CharField(max_length=40, verbose_name="relation")),
                ("break_glass", models.UUIDField(null=True, verbose_name="opened in an emergency")),
                ("reason", models.CharField(max_length=60, verbose_name="reason")),
                ("key_id", models.CharField(max_length=8)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "db_table": "audit_event",
                "ordering": ["seq"],
                "managed": False,
                "indexes": [
                    models.Index(fields=["person_id", "seq"], name="audit_event_person"),
                    models.Index(fields=["user_id", "seq"], name="audit_event_user"),
                    models.Index(fields=["at"], name="audit_event_at"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event_seq", models.BigIntegerField(verbose_name="event")),
                ("at", models.DateTimeField(verbose_name="when")),
                ("subject", models.CharField(max_length=60, verbose_name="kind of record")),
                ("subject_id", models.UUIDField(verbose_name="record")),
                ("person_id", models.UUIDField(null=True, verbose_name="person")),
                ("section", models.CharField(max_length=40, verbose_name="section")),
                ("field", models.CharField(max_length=60, verbose_name="field")),
                ("before", models.JSONField(null=True, verbose_name="before")),
                ("after", models.JSONField(null=True, verbose_name="after")),
            ],
            options={
                "ordering": ["event_seq", "pk"],
                "indexes": [
                    models.Index(fields=["person_id", "event_seq"], name="audit_change_person"),
                    models.Index(fields=["subject_id", "event_seq"], name="audit_change_subject"),
                ],
            },
        ),
        migrations.RunPython(make_table, migrations.RunPython.noop),
    ]
