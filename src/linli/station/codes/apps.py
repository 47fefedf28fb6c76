from django.apps import AppConfig


class CodesConfig(AppConfig):
    name = "linli.station.codes"
    label = "codes"
    verbose_name = "文明公约"
    default_auto_field = "django.db.models.BigAutoField"
