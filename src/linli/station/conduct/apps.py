from django.apps import AppConfig


class ConductConfig(AppConfig):
    name = "linli.station.conduct"
    label = "conduct"
    verbose_name = "公约与同意"
    default_auto_field = "django.db.models.BigAutoField"
