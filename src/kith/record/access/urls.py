"""The addresses of access: who may see a record, emergencies and their review, panels."""

from django.urls import path

from kith.record.access.views import glass, handing, panels, relations, restrictions, sharing, undoing

app_name = "access"
urlpatterns = [
    path("reviews/", glass.reviews, name="reviews"),
    path("reviews/<uuid:glass_id>/", glass.review, name="review"),
    path("tries/<uuid:tried_id>/", glass.tried, name="tried"),
    path("nobody-named/", handing.nobody_named, name="nobody_named"),
    path("nobody-named/<uuid:restriction_id>/", handing.hand_over, name="hand_over"),
    path("panels/", panels.panels, name="panels"),
    path("panels/<uuid:panel_id>/seats/", panels.seats, name="seats"),
    path("panels/seats/<uuid:row_id>/end/", panels.end_seat, name="end_seat"),
    path("<uuid:person_id>/", relations.who, name="who"),
    path("<uuid:person_id>/emergency/", glass.emergency, name="break_glass"),
    path("<uuid:person_id>/emergency/<uuid:row_id>/end/", glass.end_emergency, name="end_glass"),
    path("<uuid:person_id>/reason/", glass.reason, name="state_reason"),
    path("<uuid:person_id>/allocate/", relations.allocate, name="allocate"),
    path("<uuid:person_id>/relations/<uuid:row_id>/end/", relations.end_relation, name="end_relation"),
    path("<uuid:person_id>/restrict/", restrictions.restrict, name="restrict"),
    path("<uuid:person_id>/restrictions/<uuid:row_id>/names/", restrictions.name, name="name"),
    path("<uuid:person_id>/restrictions/<uuid:row_id>/lift/", restrictions.lift, name="lift"),
    path("<uuid:person_id>/names/<uuid:row_id>/end/", restrictions.unname, name="unname"),
    path("<uuid:person_id>/keep-from/", restrictions.keep_from, name="keep_from"),
    path("<uuid:person_id>/kept-from/<uuid:row_id>/lift/", restrictions.lift_keeping, name="lift_keeping"),
    path("<uuid:person_id>/undo/", undoing.undo, name="undo"),
    path("<uuid:person_id>/share/", sharing.share, name="share"),
    path("<uuid:person_id>/shares/<uuid:row_id>/end/", sharing.end_share, name="end_share"),
]
