"""Drafts of layers, and the imports that make them."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0003_listings'),
        ('directory', '0002_more_roles'),
    ]

    operations = [
        migrations.CreateModel(
            name='CatalogueDraft',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('item_code', models.CharField(max_length=50)),
                ('division_code', models.CharField(max_length=12)),
                ('kind', models.CharField(choices=[('base', 'Base'), ('override', 'Override')], max_length=10)),
                ('content', models.JSONField()),
                ('digest', models.BinaryField(max_length=32)),
                ('state', models.CharField(choices=[('editing', 'Editing'), ('submitted', 'Submitted'), ('returned', 'Returned'), ('approved', 'Approved'), ('discarded', 'Discarded')], default='editing', max_length=10)),
                ('version', models.PositiveIntegerField(default=1)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('writers', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('submitted_at', models.DateTimeField(null=True)),
                ('effective_from', models.DateField(null=True)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('decided_at', models.DateTimeField(null=True)),
                ('sent_back', models.CharField(blank=True, max_length=500)),
                ('approver', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.assignment')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.assignment')),
                ('based_on', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.layerversion')),
                ('published_as', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.layerversion')),
            ],
            options={
                'db_table': 'catalogue_draft',
                'indexes': [models.Index(fields=['state', '-updated_at'], name='catalogue_draft_state')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['editing', 'submitted', 'returned'])), fields=('item_code', 'division_code'), name='catalogue_draft_open')],
            },
        ),
        migrations.CreateModel(
            name='ImportJob',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=10)),
                ('file_name', models.CharField(max_length=120)),
                ('division_code', models.CharField(max_length=12)),
                ('file', models.BinaryField(null=True)),
                ('size', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('reading', 'Reading'), ('checking', 'Checking'), ('loading', 'Loading'), ('done', 'Done'), ('refused', 'Refused'), ('cancelled', 'Cancelled')], default='waiting', max_length=10)),
                ('rows_read', models.PositiveIntegerField(default=0)),
                ('items_found', models.PositiveIntegerField(default=0)),
                ('items_checked', models.PositiveIntegerField(default=0)),
                ('fault_count', models.PositiveIntegerField(default=0)),
                ('faults', models.JSONField(default=list)),
                ('missing', models.JSONField(default=list)),
                ('drafts', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ('command_id', models.UUIDField(unique=True)),
                ('started_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('started_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.assignment')),
            ],
            options={
                'db_table': 'catalogue_import_job',
                'indexes': [models.Index(fields=['state', 'started_at'], name='imports_by_state')],
            },
        ),
    ]
