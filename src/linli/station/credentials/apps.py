from django.apps import AppConfig


class CredentialsConfig(AppConfig):
    name = "linli.station.credentials"
    label = "credentials"
    verbose_name = "证书"
    default_auto_field = "django.db.models.BigAutoField"
