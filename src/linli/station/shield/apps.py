from django.apps import AppConfig


class ShieldConfig(AppConfig):
    name = "linli.station.shield"
    label = "shield"
    verbose_name = "一键防护"
    default_auto_field = "django.db.models.BigAutoField"
