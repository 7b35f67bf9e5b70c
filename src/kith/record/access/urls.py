"""The addresses of access: who may see a record, emergencies and their review, panels."""

from django.urls import path

from kith.record.access import views

app_name = "access"
urlpatterns = [
    path("reviews/", views.reviews, name="reviews"),
    path("reviews/<uuid:glass_id>/", views.review, name="review"),
    path("tries/<uuid:tried_id>/", views.tried, name="tried"),
    path("nobody-named/", views.nobody_named, name="nobody_named"),
    path("nobody-named/<uuid:restriction_id>/", views.hand_over, name="hand_over"),
    path("panels/", views.panels, name="panels"),
    path("panels/<uuid:panel_id>/seats/", views.seats, name="seats"),
    path("panels/seats/<uuid:row_id>/end/", views.end_seat, name="end_seat"),
    path("<uuid:person_id>/", views.who, name="who"),
    path("<uuid:person_id>/emergency/", views.emergency, name="break_glass"),
    path("<uuid:person_id>/emergency/<uuid:row_id>/end/", views.end_emergency, name="end_glass"),
    path("<uuid:person_id>/reason/", views.reason, name="state_reason"),
    path("<uuid:person_id>/allocate/", views.allocate, name="allocate"),
    path("<uuid:person_id>/relations/<uuid:row_id>/end/", views.end_relation, name="end_relation"),
    path("<uuid:person_id>/restrict/", views.restrict, name="restrict"),
    path("<uuid:person_id>/restrictions/<uuid:row_id>/names/", views.name, name="name"),
    path("<uuid:person_id>/restrictions/<uuid:row_id>/lift/", views.lift, name="lift"),
    path("<uuid:person_id>/names/<uuid:row_id>/end/", views.unname, name="unname"),
    path("<uuid:person_id>/keep-from/", views.keep_from, name="keep_from"),
    path("<uuid:person_id>/kept-from/<uuid:row_id>/lift/", views.lift_keeping, name="lift_keeping"),
    path("<uuid:person_id>/undo/", views.undo, name="undo"),
    path("<uuid:person_id>/share/", views.share, name="share"),
    path("<uuid:person_id>/shares/<uuid:row_id>/end/", views.end_share, name="end_share"),
]
