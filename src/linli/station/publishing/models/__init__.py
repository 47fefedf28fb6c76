"""The rows of publishing, one module a kind."""

from linli.station.publishing.models.campaigns import Campaign, CampaignWork
from linli.station.publishing.models.channels import Channel
from linli.station.publishing.models.pictures import Picture
from linli.station.publishing.models.tallies import Tally
from linli.station.publishing.models.works import Machine, Work, WorkVersion

__all__ = ["Campaign", "CampaignWork", "Channel", "Machine", "Picture", "Tally", "Work", "WorkVersion"]
