from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "linli.station.desk"
    label = "desk"
    verbose_name = "受理台"
    default_auto_field = "django.db.models.BigAutoField"
