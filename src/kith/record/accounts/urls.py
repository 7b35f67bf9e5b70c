"""The addresses of oneself, of drafts and presence, and of administering accounts."""

from __future__ import annotations

from django.urls import path

from kith.record.accounts import administration, service_views, views

app_name = "accounts"
urlpatterns = [
    path("own/", views.own, name="own"),
    path("sessions/<int:number>/end/", views.end_session, name="end_session"),
    path("sessions/end/", views.sign_out_everywhere, name="sign_out_everywhere"),
    path("set-up/", views.second_factor, name="second_factor"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    path("no-account/", views.no_account, name="no_account"),
    path("drafts/<str:token>/", views.draft, name="draft"),
    path("here/<str:token>/", views.here, name="here"),
    path("people/", administration.accounts, name="list"),
    path("people/add/", administration.add, name="add"),
    path("people/<uuid:user_id>/", administration.account, name="account"),
    path("people/<uuid:user_id>/change/", administration.change, name="change"),
    path("people/<uuid:user_id>/invite/", administration.invite, name="invite"),
    path("people/<uuid:user_id>/close/", administration.close, name="close"),
    path("people/<uuid:user_id>/open/", administration.open_again, name="open"),
    path("people/<uuid:user_id>/second-factors/", administration.reset_factors, name="reset_factors"),
    path("services/", service_views.tokens, name="services"),
    path("services/add/", service_views.add_token, name="add_service"),
    path("services/<uuid:token_id>/revoke/", service_views.revoke_token, name="revoke_service"),
    path("teams/", administration.teams, name="teams"),
    path("teams/add/", administration.add_team, name="add_team"),
    path("teams/<uuid:team_id>/", administration.change_team, name="change_team"),
]
