"""Messages by every way: letters, mail and telling face to face beside text messages; receipts; editions of the words."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0007_calendar_notices'),
    ]

    operations = [
        migrations.CreateModel(
            name='MessageHandling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(max_length=12)),
                ('how', models.CharField(blank=True, max_length=12)),
                ('number', models.CharField(blank=True, max_length=40)),
                ('reason', models.BinaryField(null=True)),
                ('by', models.BigIntegerField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'db_table': 'kernel_message_handling',
            },
        ),
        migrations.CreateModel(
            name='MessageReceipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message_id', models.UUIDField()),
                ('status', models.CharField(max_length=10)),
                ('code', models.CharField(blank=True, max_length=40)),
                ('came_at', models.DateTimeField()),
                ('applied_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'kernel_message_receipt',
            },
        ),
        migrations.CreateModel(
            name='MessageText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('template', models.CharField(max_length=40)),
                ('edition', models.PositiveIntegerField()),
                ('zh', models.TextField()),
                ('en', models.TextField()),
                ('reason', models.CharField(max_length=200)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('in_force', 'In Force'), ('turned_down', 'Turned Down')], max_length=12)),
                ('written_by', models.BigIntegerField()),
                ('writer', models.BigIntegerField()),
                ('written_at', models.DateTimeField()),
                ('decided_by', models.BigIntegerField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'kernel_message_text',
            },
        ),
        migrations.RemoveConstraint(
            model_name='message',
            name='message_once_per_event',
        ),
        migrations.AddField(
            model_name='message',
            name='act_by',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='again',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='message',
            name='channel',
            field=models.CharField(choices=[('sms', 'Sms'), ('mail', 'Mail'), ('letter', 'Letter'), ('in_person', 'In Person')], default='sms', max_length=10),
        ),
        migrations.AddField(
            model_name='message',
            name='delivered_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='fault',
            field=models.CharField(blank=True, default='', max_length=20),
        ),
        migrations.AddField(
            model_name='message',
            name='fault_told',
            field=models.CharField(blank=True, default='', max_length=60),
        ),
        migrations.AddField(
            model_name='message',
            name='not_before',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='seen_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='message',
            name='state',
            field=models.CharField(choices=[('queued', 'Queued'), ('printed', 'Printed'), ('sent', 'Sent'), ('delivered', 'Delivered'), ('failed', 'Failed'), ('given_up', 'Given Up'), ('replaced', 'Replaced')], default='queued', max_length=10),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('state__in', ('queued', 'printed'))), fields=['channel', 'created_at'], name='message_waiting'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('state', 'failed')), fields=['created_at'], name='message_failed'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(fields=('command_id', 'recipient', 'template', 'channel', 'again'), name='message_once_per_event'),
        ),
        migrations.AddField(
            model_name='messagehandling',
            name='message',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handled', to='kernel.message'),
        ),
        migrations.AddIndex(
            model_name='messagereceipt',
            index=models.Index(condition=models.Q(('applied_at', None)), fields=['came_at'], name='receipt_to_apply'),
        ),
        migrations.AddConstraint(
            model_name='messagereceipt',
            constraint=models.UniqueConstraint(fields=('message_id', 'status', 'code'), name='receipt_said_once'),
        ),
        migrations.AddConstraint(
            model_name='messagetext',
            constraint=models.UniqueConstraint(fields=('template', 'edition'), name='message_text_edition'),
        ),
        migrations.AddConstraint(
            model_name='messagetext',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('template',), name='message_text_one_waits'),
        ),
    ]
