from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "linli.station.privacy"
    label = "privacy"
    verbose_name = "个人信息权利"
    default_auto_field = "django.db.models.BigAutoField"
