from django.apps import AppConfig


class TransparencyConfig(AppConfig):
    name = "linli.station.transparency"
    label = "transparency"
    verbose_name = "透明度"
    default_auto_field = "django.db.models.BigAutoField"
