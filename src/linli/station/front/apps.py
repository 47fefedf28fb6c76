from django.apps import AppConfig


class FrontConfig(AppConfig):
    name = "linli.station.front"
    label = "front"
    verbose_name = "首页"
    default_auto_field = "django.db.models.BigAutoField"
