from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "linli.station.activities"
    label = "activities"
    verbose_name = "活动与志愿"
    default_auto_field = "django.db.models.BigAutoField"
