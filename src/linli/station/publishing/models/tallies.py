"""How often something was done with a work, a day: numbers alone, never who."""

from __future__ import annotations

from django.db import models

from linli.station.publishing.models.works import Work


class Tally(models.Model):
    """`what` is `end` (read to the end), or a part's id and the number of an option that was chosen."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="tallies")
    day = models.DateField()
    what = models.CharField(max_length=44)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["work", "day", "what"], name="tally_once")]

    def __str__(self) -> str:
        return f"{self.what}: {self.count}"
