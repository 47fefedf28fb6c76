from django.apps import AppConfig


class PledgesConfig(AppConfig):
    name = "linli.station.pledges"
    label = "pledges"
    verbose_name = "行业承诺"
    default_auto_field = "django.db.models.BigAutoField"
