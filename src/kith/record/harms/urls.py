"""Addresses of harms: of a person, of an episode, and the list of young people by harm."""

from django.urls import path

from kith.record.harms import episodes, lists, views
from kith.record.harms.parts import EPISODE_NOTES, PARTS, ROLES

app_name = "harms"
ABOUT = "people/<uuid:person_id>/"
EPISODE = "episodes/<uuid:episode_id>/"

urlpatterns = [
    path("harms/", lists.by_harm, name="list"),
    path("harms/file/", lists.export, name="export"),
    path("harms/counts/", lists.counts, name="counts"),
    path(f"{ABOUT}harms/", views.harms, name="harms"),
    path(f"{ABOUT}harms/record/", views.record, name="record"),
    path(f"{ABOUT}concerns/<uuid:row_id>/places/", views.places, name="places"),
    path(f"{ABOUT}episodes/", episodes.of_person, name="episodes"),
    path(f"{ABOUT}episodes/add/", episodes.add, name="episodes_add"),
    path(EPISODE, episodes.episode, name="episode"),
    path(f"{EPISODE}change/", episodes.change, name="episode_change"),
    path(f"{EPISODE}error/", episodes.error, name="episode_error"),
    path(f"{EPISODE}restore/", episodes.restore, name="episode_restore"),
    *PARTS.patterns(),
    *ROLES.patterns(),
    *EPISODE_NOTES.patterns(),
]
