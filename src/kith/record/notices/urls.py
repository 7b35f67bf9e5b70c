"""The address of my notices."""

from django.urls import path

from kith.record.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.notices, name="mine"),
    path("read/", views.read, name="read"),
]
