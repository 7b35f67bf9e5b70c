"""Addresses of the pages made of several slices."""

from __future__ import annotations

from django.urls import path

from kith.site.web import story
from kith.site.web.home import home
from kith.site.web.person import person

app_name = "web"
urlpatterns = [
    path("", home, name="home"),
    path("people/<uuid:person_id>/", person, name="person"),
    path("people/<uuid:person_id>/story/", story.story, name="story"),
    path("people/<uuid:person_id>/story/mark/<str:of>/<uuid:row_id>/", story.mark, name="story_mark"),
    path("people/<uuid:person_id>/story/move/<uuid:row_id>/", story.move, name="story_move"),
]
