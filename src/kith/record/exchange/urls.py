"""Addresses of the pages about datasets."""

from __future__ import annotations

from django.urls import path

from kith.record.exchange import views

app_name = "exchange"
urlpatterns = [
    path("", views.loads_page, name="loads"),
    path("bring/", views.bring, name="bring"),
    path("take/", views.take, name="take"),
    path("<uuid:load_id>/", views.load_page, name="load"),
    path("<uuid:load_id>/rows/<slug:table>/<slug:state>/", views.rows, name="rows"),
    path("<uuid:load_id>/doubts/", views.doubts, name="doubts"),
    path("<uuid:load_id>/decide/", views.decide, name="decide"),
    path("<uuid:load_id>/confirm/", views.confirm, name="confirm"),
    path("<uuid:load_id>/drop/", views.drop, name="drop"),
    path("<uuid:load_id>/undo/", views.undo, name="undo"),
]
