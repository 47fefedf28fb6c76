from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "linli.station.programme"
    label = "programme"
    verbose_name = "共建"
    default_auto_field = "django.db.models.BigAutoField"
