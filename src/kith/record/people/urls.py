"""The addresses of people. No address holds a name; the parts of a record are listed from `PARTS`, each guarded by its section."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path

from kith.record.access.guard import about_person
from kith.record.access.rules import Act
from kith.record.people import joining, subject_access_views, views
from kith.record.people.parts import PARTS, Part

app_name = "people"


def _of(part: Part, view: Callable[..., HttpResponse], act: Act) -> Callable[..., HttpResponse]:
    """The view of one part, guarded by the part's section."""

    def of_part(request: Any, **given: Any) -> HttpResponse:
        return view(request, part_key=part.key, **given)

    return about_person(part.section, act)(of_part)


def _part(part: Part) -> Iterator[URLPattern]:
    about, row = f"people/<uuid:person_id>/{part.key}/", "<uuid:row_id>/"
    yield path(about, _of(part, views.part_page, Act.READ), name=part.key)
    yield path(f"{about}add/", _of(part, views.part_add, Act.WRITE), name=f"{part.key}_add")
    yield path(f"{about}{row}", _of(part, views.part_change, Act.WRITE), name=f"{part.key}_change")
    yield path(f"{about}{row}error/", _of(part, views.part_error, Act.WRITE), name=f"{part.key}_error")
    yield path(f"{about}{row}restore/", _of(part, views.part_restore, Act.WRITE), name=f"{part.key}_restore")


urlpatterns = [
    path("people/", views.people_list, name="list"),
    path("people/export.csv", views.export, name="export"),
    path("people/add/", views.add_person, name="add"),
    path("people/likely-duplicates/", joining.likely, name="likely_duplicates"),
    path("people/likely-duplicates/<uuid:pair_id>/", joining.one_likely, name="likely_duplicate"),
    path("people/subject-access/", subject_access_views.asked, name="subject_accesses"),
    path("people/subject-access/<uuid:request_id>/copy.zip", subject_access_views.give, name="subject_access_copy"),
    path("search/", views.search, name="search"),
    path("search/<uuid:reference>/", views.results, name="results"),
    path("people/<uuid:person_id>/", views.person, name="person"),
    path("people/<uuid:person_id>/details/", views.details, name="details"),
    path("people/<uuid:person_id>/photo/", views.photo_page, name="photo"),
    path("people/<uuid:person_id>/photo/picture.jpg", views.picture, name="picture"),
    path("people/<uuid:person_id>/seen/", views.seen_page, name="seen"),
    path("people/<uuid:person_id>/duplicates/", joining.duplicates, name="duplicates"),
    path("people/<uuid:person_id>/compare/<uuid:other_id>/", joining.compare, name="compare"),
    path("people/<uuid:person_id>/merges/<uuid:merge_id>/undo/", joining.undo, name="unmerge"),
    path("people/<uuid:person_id>/subject-access/", subject_access_views.ask, name="subject_access"),
    path("people/<uuid:person_id>/names/<uuid:row_id>/show/", views.show_name, name="show_name"),
    *(pattern for part in PARTS.values() for pattern in _part(part)),
]
