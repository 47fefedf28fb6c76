from django.apps import AppConfig


class StandingConfig(AppConfig):
    name = "linli.station.standing"
    label = "standing"
    verbose_name = "账号分级"
    default_auto_field = "django.db.models.BigAutoField"
