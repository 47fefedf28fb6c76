from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    name = "linli.station.integrations"
    label = "integrations"
    verbose_name = "接入"
    default_auto_field = "django.db.models.BigAutoField"
