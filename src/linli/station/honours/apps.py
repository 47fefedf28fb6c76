from django.apps import AppConfig


class HonoursConfig(AppConfig):
    name = "linli.station.honours"
    label = "honours"
    verbose_name = "好人好事"
    default_auto_field = "django.db.models.BigAutoField"
