from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('forum', '0002_safety'),
    ]

    operations = [
        migrations.AddField(
            model_name='notice',
            name='lifted',
            field=models.BooleanField(default=False),
        ),
    ]
