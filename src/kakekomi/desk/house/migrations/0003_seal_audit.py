from django.db import migrations

from kakekomi.desk.house.seal import seal


class Migration(migrations.Migration):
    dependencies = [("house", "0002_visit")]

    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]
