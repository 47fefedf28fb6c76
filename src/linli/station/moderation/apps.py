from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "linli.station.moderation"
    label = "moderation"
    verbose_name = "内容处置"
    default_auto_field = "django.db.models.BigAutoField"
