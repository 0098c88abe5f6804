"""What somebody asks about their own data, legal holds, and how it was made sure who applies."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0005_draft_place'),
        ('directory', '0003_people_and_doors'),
        ('kernel', '0004_access_log_and_limits'),
        ('parties', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='identity_proof',
            field=models.CharField(blank=True, db_default='', default='', max_length=15),
        ),
        migrations.CreateModel(
            name='LegalHold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.BinaryField(null=True)),
                ('placed_at', models.DateTimeField()),
                ('lifted_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holds', to='cases.case')),
                ('lifted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.assignment')),
                ('placed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.assignment')),
            ],
            options={
                'db_table': 'cases_legal_hold',
                'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at__isnull', True)), fields=('case',), name='legal_hold_one_live')],
            },
        ),
        migrations.CreateModel(
            name='PrivacyRequest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=20, unique=True)),
                ('kind', models.CharField(choices=[('copy', 'Copy'), ('correction', 'Correction'), ('erasure', 'Erasure')], max_length=10)),
                ('state', models.CharField(choices=[('open', 'Open'), ('proposed', 'Proposed'), ('done', 'Done'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn')], default='open', max_length=10)),
                ('version', models.PositiveIntegerField(default=1)),
                ('phone_digest', models.BinaryField(db_index=True, max_length=32, null=True)),
                ('content', models.BinaryField()),
                ('asked_at', models.DateTimeField()),
                ('due', models.DateField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.assignment')),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='kernel.datakey')),
                ('party', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.assignment')),
                ('site', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.site')),
            ],
            options={
                'db_table': 'cases_privacy_request',
                'indexes': [models.Index(fields=['state', 'due'], name='privacy_request_state')],
            },
        ),
    ]
