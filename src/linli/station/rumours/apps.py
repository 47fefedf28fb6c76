from django.apps import AppConfig


class RumoursConfig(AppConfig):
    name = "linli.station.rumours"
    label = "rumours"
    verbose_name = "求证辟谣"
    default_auto_field = "django.db.models.BigAutoField"
