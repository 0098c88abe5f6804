"""Second factors, slips, delegated approval, two-person acts, and the registers."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0002_more_roles'),
        ('kernel', '0004_access_log_and_limits'),
    ]

    operations = [
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('leave', 'Leave'), ('training', 'Training'), ('illness', 'Illness'), ('other', 'Other')], max_length=10)),
                ('starts', models.DateField()),
                ('ends', models.DateField()),
                ('entered_at', models.DateTimeField()),
                ('cancelled_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'directory_absence',
            },
        ),
        migrations.CreateModel(
            name='IdentityProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('platform_name', models.CharField(max_length=40)),
                ('centre_title', models.CharField(max_length=40)),
                ('point_title', models.CharField(max_length=40)),
                ('logo', models.BinaryField(default=b'')),
                ('accent', models.CharField(max_length=7)),
                ('security_contact', models.CharField(blank=True, max_length=200)),
                ('starts', models.DateTimeField()),
            ],
            options={
                'db_table': 'directory_identity_profile',
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=40)),
                ('payload', models.JSONField()),
                ('reason', models.CharField(max_length=200)),
                ('state', models.CharField(choices=[('open', 'Open'), ('confirmed', 'Confirmed'), ('turned_down', 'Turned Down'), ('withdrawn', 'Withdrawn')], default='open', max_length=12)),
                ('proposed_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'directory_proposal',
            },
        ),
        migrations.CreateModel(
            name='SealCustody',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('official', 'Official'), ('special', 'Special'), ('electronic', 'Electronic')], max_length=12)),
                ('name', models.CharField(max_length=80)),
                ('starts', models.DateField()),
                ('ends', models.DateField(null=True)),
            ],
            options={
                'db_table': 'directory_seal_custody',
            },
        ),
        migrations.CreateModel(
            name='SignInTry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('username', models.CharField(max_length=40)),
                ('address', models.CharField(max_length=45)),
                ('outcome', models.CharField(max_length=20)),
            ],
            options={
                'db_table': 'directory_sign_in_try',
            },
        ),
        migrations.CreateModel(
            name='Slip',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('first', 'First'), ('recovery', 'Recovery')], max_length=10)),
                ('code_digest', models.BinaryField(max_length=32, unique=True)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'directory_slip',
            },
        ),
        migrations.AddField(
            model_name='account',
            name='must_change',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='account',
            name='oidc_subject',
            field=models.CharField(max_length=200, null=True, unique=True),
        ),
        migrations.AddField(
            model_name='account',
            name='password_set_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='account',
            name='totp_key',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='kernel.datakey'),
        ),
        migrations.AddField(
            model_name='account',
            name='totp_last_step',
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='account',
            name='totp_secret',
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name='assignment',
            name='delegated_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to='directory.assignment'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='items',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), default=list, size=None),
        ),
        migrations.AddField(
            model_name='position',
            name='closed_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='site',
            name='closed_on',
            field=models.DateField(null=True),
        ),
        migrations.AlterField(
            model_name='assignment',
            name='role',
            field=models.CharField(choices=[('assister', 'Assister'), ('clerk', 'Clerk'), ('reviewer', 'Reviewer'), ('approver', 'Approver'), ('county_reviewer', 'County Reviewer'), ('county_approver', 'County Approver'), ('catalogue_editor', 'Catalogue Editor'), ('catalogue_approver', 'Catalogue Approver'), ('system_admin', 'System Admin'), ('security_admin', 'Security Admin'), ('auditor', 'Auditor')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(('delegated_by__isnull', True), ('ends__isnull', False), _connector='OR'), name='assignment_delegated_has_an_end'),
        ),
        migrations.AddField(
            model_name='absence',
            name='entered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.assignment'),
        ),
        migrations.AddField(
            model_name='absence',
            name='staff',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to='directory.staff'),
        ),
        migrations.AddField(
            model_name='identityprofile',
            name='set_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.assignment'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.assignment'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='proposed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.assignment'),
        ),
        migrations.AddField(
            model_name='sealcustody',
            name='body',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seals', to='directory.body'),
        ),
        migrations.AddField(
            model_name='sealcustody',
            name='keeper',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.staff'),
        ),
        migrations.AddField(
            model_name='signintry',
            name='account',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='slip',
            name='account',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slips', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='slip',
            name='made_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.assignment'),
        ),
        migrations.AddConstraint(
            model_name='absence',
            constraint=models.CheckConstraint(condition=models.Q(('ends__gte', models.F('starts'))), name='absence_ends_after_start'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['state', '-proposed_at'], name='proposal_state'),
        ),
        migrations.AddIndex(
            model_name='signintry',
            index=models.Index(fields=['-at'], name='sign_in_try_at'),
        ),
        migrations.AddIndex(
            model_name='signintry',
            index=models.Index(fields=['account', '-at'], name='sign_in_try_account'),
        ),
    ]
