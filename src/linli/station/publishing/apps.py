from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "linli.station.publishing"
    label = "publishing"
    verbose_name = "刊出"
    default_auto_field = "django.db.models.BigAutoField"
