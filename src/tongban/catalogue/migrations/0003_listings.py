"""How items are listed and found; the sweep fills it from the editions."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_layers")]

    operations = [
        migrations.CreateModel(
            name="Listing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.BinaryField(max_length=32)),
                ("scheme", models.PositiveSmallIntegerField()),
                ("position", models.CharField(max_length=40)),
                (
                    "events",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("card", models.JSONField()),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="listings", to="catalogue.item"
                    ),
                ),
            ],
            options={
                "db_table": "catalogue_listing",
                "constraints": [models.UniqueConstraint(fields=("item", "digest"), name="listing_once")],
            },
        ),
        migrations.CreateModel(
            name="ListedEdition",
            fields=[
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="listed",
                        serialize=False,
                        to="catalogue.itemversion",
                    ),
                ),
                (
                    "listing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="editions", to="catalogue.listing"
                    ),
                ),
            ],
            options={"db_table": "catalogue_listed_edition"},
        ),
        migrations.CreateModel(
            name="SearchKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=24)),
                ("weight", models.PositiveSmallIntegerField()),
                (
                    "listing",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="keys",
                        to="catalogue.listing",
                    ),
                ),
            ],
            options={
                "db_table": "catalogue_search_key",
                "indexes": [
                    models.Index(fields=["key", "-weight", "listing"], name="search_key_by_weight"),
                    models.Index(fields=["listing"], name="search_key_of_listing"),
                ],
            },
        ),
    ]
