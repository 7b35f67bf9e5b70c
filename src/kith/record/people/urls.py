"""The addresses of people. No address holds a name; the parts of a record are listed from `PARTS`, each guarded by its section."""

from __future__ import annotations

from django.urls import path

from kith.record.people import joining, lists, subject_access_views, unseen_views, views
from kith.record.people.parts import PARTS

app_name = "people"

urlpatterns = [
    path("people/", lists.people_list, name="list"),
    path("people/export.csv", lists.export, name="export"),
    path("people/add/", views.add_person, name="add"),
    path("people/likely-duplicates/", joining.likely, name="likely_duplicates"),
    path("people/likely-duplicates/<uuid:pair_id>/", joining.one_likely, name="likely_duplicate"),
    path("people/subject-access/", subject_access_views.asked, name="subject_accesses"),
    path("people/subject-access/<uuid:request_id>/copy.zip", subject_access_views.give, name="subject_access_copy"),
    path("search/", lists.search, name="search"),
    path("search/emergency/", unseen_views.unseen, name="unseen"),
    path("search/emergency/<uuid:reference>/", unseen_views.unseen_answer, name="unseen_answer"),
    path("search/<uuid:reference>/", lists.results, name="results"),
    path("people/<uuid:person_id>/record/", views.person, name="person"),
    path("people/<uuid:person_id>/details/", views.details, name="details"),
    path("people/<uuid:person_id>/photo/", views.photo_page, name="photo"),
    path("people/<uuid:person_id>/photo/picture.jpg", views.picture, name="picture"),
    path("people/<uuid:person_id>/seen/", views.seen_page, name="seen"),
    path("people/<uuid:person_id>/duplicates/", joining.duplicates, name="duplicates"),
    path("people/<uuid:person_id>/compare/<uuid:other_id>/", joining.compare, name="compare"),
    path("people/<uuid:person_id>/merges/<uuid:merge_id>/undo/", joining.undo, name="unmerge"),
    path("people/<uuid:person_id>/subject-access/", subject_access_views.ask, name="subject_access"),
    path("people/<uuid:person_id>/names/<uuid:row_id>/show/", views.show_name, name="show_name"),
    *PARTS.patterns(),
]
