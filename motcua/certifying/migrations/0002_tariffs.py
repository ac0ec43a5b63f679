"""The fees as they stood on 22/11/2026 in the national records (2.000815, 2.000884, 2.000942, 2.001008)."""

from datetime import date

from django.db import migrations

BASIS = "Thông tư 226/2016/TT-BTC, Điều 4 (dữ liệu đối chiếu ngày 22/11/2026)"
SINCE = date(2017, 1, 1)


def write(apps, schema_editor):
    tariff = apps.get_model("certifying", "Tariff").objects
    tariff.create(
        kind="copy", valid_from=SINCE, first_rate=2000, first_pages=2, next_rate=1000, cap=200_000, basis=BASIS
    )
    tariff.create(kind="signature", valid_from=SINCE, first_rate=10_000, is_per_case=True, basis=BASIS)
    tariff.create(kind="translation", valid_from=SINCE, first_rate=10_000, is_per_case=True, basis=BASIS)


class Migration(migrations.Migration):
    dependencies = [("certifying", "0001_initial")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
