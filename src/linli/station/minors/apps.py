from django.apps import AppConfig


class MinorsConfig(AppConfig):
    name = "linli.station.minors"
    label = "minors"
    verbose_name = "未成年人模式"
    default_auto_field = "django.db.models.BigAutoField"
