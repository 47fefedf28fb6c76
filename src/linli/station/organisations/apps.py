from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "linli.station.organisations"
    label = "organisations"
    verbose_name = "组织与社区"
    default_auto_field = "django.db.models.BigAutoField"
