"""Layers under the editions: what the first release published becomes the highest layer."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


def layers_from_versions(apps, schema_editor):
    Division = apps.get_model("directory", "Division")
    ItemVersion = apps.get_model("catalogue", "ItemVersion")
    LayerVersion = apps.get_model("catalogue", "LayerVersion")
    highest = Division.objects.filter(parent_code="", valid_to__isnull=True).order_by("code").first()
    top = highest.code if highest else ""
    for row in ItemVersion.objects.order_by("id"):
        layer = LayerVersion.objects.create(
            item_id=row.item_id,
            division_code=top,
            number=row.number,
            base=True,
            effective_from=row.effective_from,
            effective_to=row.effective_to,
            content=row.definition,
            digest=row.digest,
            reason=row.reason,
        )
        row.division_code = top
        row.layers = [layer.id]
        row.published = bool(row.definition.get("published", False))
        row.save()


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial"), ("directory", "0001_initial")]

    operations = [
        migrations.AddField("item", "listed", models.JSONField(null=True)),
        migrations.CreateModel(
            name="LayerVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("division_code", models.CharField(blank=True, max_length=12)),
                ("number", models.PositiveIntegerField()),
                ("base", models.BooleanField()),
                ("effective_from", models.DateField()),
                ("effective_to", models.DateField(null=True)),
                ("content", models.JSONField()),
                ("digest", models.BinaryField(max_length=32)),
                ("reason", models.CharField(max_length=200)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="layers", to="catalogue.item"
                    ),
                ),
            ],
            options={
                "db_table": "catalogue_layer_version",
                "constraints": [
                    models.UniqueConstraint(fields=("item", "division_code", "number"), name="layer_version_once")
                ],
            },
        ),
        migrations.AddField("itemversion", "division_code", models.CharField(blank=True, default="", max_length=12), preserve_default=False),
        migrations.AddField(
            "itemversion",
            "layers",
            django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None),
        ),
        migrations.AddField("itemversion", "taken", models.BooleanField(default=True)),
        migrations.AddField("itemversion", "published", models.BooleanField(default=True)),
        migrations.RemoveConstraint("itemversion", "item_version_once"),
        migrations.AddConstraint(
            "itemversion",
            models.UniqueConstraint(fields=("item", "division_code", "number"), name="item_version_once"),
        ),
        migrations.AddIndex("itemversion", models.Index(fields=["division_code", "item"], name="edition_of_place")),
        migrations.RunPython(layers_from_versions, migrations.RunPython.noop),
    ]
