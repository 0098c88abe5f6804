"""Public figures: lines that the ledger holds commitments of, and editions that nobody changes."""

import django.db.models.deletion
from django.db import migrations, models

UNCHANGED = ("oversight_figure_commitment", "oversight_figure_edition", "oversight_figure_file")
FORWARD = "".join(
    f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION kernel_append_only();\n"
    for table in UNCHANGED
)
BACKWARD = "".join(f"DROP TRIGGER append_only ON {table};\n" for table in UNCHANGED)


def _key() -> tuple[str, "models.Field[object, object]"]:
    return (
        "id",
        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
    )


class Migration(migrations.Migration):
    dependencies = [("oversight", "0001_warnings"), ("kernel", "0002_append_only")]

    operations = [
        migrations.CreateModel(
            name="FigureCommitment",
            fields=[
                _key(),
                ("month", models.CharField(max_length=7)),
                ("seq", models.PositiveIntegerField()),
                ("root", models.PositiveIntegerField(null=True)),
                ("lines_count", models.PositiveIntegerField()),
                ("tree", models.BinaryField(max_length=32)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "oversight_figure_commitment",
                "constraints": [
                    models.UniqueConstraint(fields=("month", "seq"), name="figure_commitment_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="FigureEdition",
            fields=[
                _key(),
                ("month", models.CharField(max_length=7)),
                ("number", models.PositiveSmallIntegerField()),
                ("reason", models.TextField(blank=True)),
                ("published_at", models.DateTimeField()),
                ("lines_count", models.PositiveIntegerField()),
                ("figures", models.JSONField()),
            ],
            options={
                "db_table": "oversight_figure_edition",
                "constraints": [
                    models.UniqueConstraint(fields=("month", "number"), name="figure_edition_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="FigureFile",
            fields=[
                _key(),
                ("name", models.CharField(max_length=40)),
                ("content", models.BinaryField()),
                ("digest", models.BinaryField(max_length=32)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="oversight.figureedition",
                    ),
                ),
            ],
            options={
                "db_table": "oversight_figure_file",
                "constraints": [models.UniqueConstraint(fields=("edition", "name"), name="figure_file_once")],
            },
        ),
        migrations.CreateModel(
            name="FigureLine",
            fields=[
                _key(),
                ("place", models.PositiveIntegerField()),
                ("stream", models.UUIDField()),
                ("seq", models.PositiveIntegerField()),
                ("month", models.CharField(max_length=7)),
                ("day", models.DateField()),
                ("first", models.BooleanField()),
                ("carried", models.BooleanField(default=False)),
                ("item", models.CharField(max_length=40)),
                ("site", models.CharField(max_length=40)),
                ("days", models.JSONField()),
                ("facts", models.JSONField()),
                ("previous", models.BinaryField(max_length=32)),
                ("seed", models.BinaryField(max_length=32)),
                ("leaf", models.BinaryField(max_length=32)),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="oversight.figurecommitment",
                    ),
                ),
            ],
            options={
                "db_table": "oversight_figure_line",
                "indexes": [
                    models.Index(fields=["stream", "-seq", "-id"], name="figure_line_stream"),
                    models.Index(fields=["month", "stream", "seq", "id"], name="figure_line_month"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("commitment", "place"), name="figure_line_place")
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
