"""The look of every page: GOV.UK's markup from plain forms and data, errors that link, nothing inline, nothing of a person."""

from __future__ import annotations

import datetime
import re

import pytest
from django import forms
from django.template import Context, Template
from django.test import Client

from kith.record.interface.gallery import Example


def page(client: Client, address: str = "/gallery/") -> str:
    return client.get(address).content.decode()


def test_every_component_stands_in_the_gallery(client: Client) -> None:
    shown = page(client)
    for name in ("govuk-summary-list", "moj-timeline", "govuk-task-list", "govuk-pagination", "moj-sub-navigation"):
        assert name in shown


def test_no_page_has_an_inline_script_style_or_handler(client: Client) -> None:
    for address in ("/gallery/", "/gallery/?errors", "/nowhere"):
        shown = page(client, address)
        assert re.findall(r"<script(?![^>]*src=)", shown) == []
        assert re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:", shown) == []


def test_the_policy_allows_no_inline_script_or_style_and_nothing_from_elsewhere(client: Client) -> None:
    policy = client.get("/gallery/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "default-src 'none'" in policy


def test_each_error_of_a_form_links_to_its_field(client: Client) -> None:
    shown = page(client, "/gallery/?errors")
    links = re.findall(r'<li><a href="#([\w-]+)"', shown)
    assert links == ["id_name", "id_born_on_day", "id_known_0", "id_words"]
    assert [link for link in links if f'id="{link}"' not in shown] == []


def test_what_describes_a_field_is_on_the_page(client: Client) -> None:
    shown = page(client, "/gallery/?errors")
    described = " ".join(re.findall(r'aria-describedby="([^"]*)"', shown)).split()
    assert described
    assert [name for name in described if f'id="{name}"' not in shown] == []


def test_no_id_stands_twice_on_a_page(client: Client) -> None:
    ids = re.findall(r'\sid="([^"]*)"', page(client))
    assert sorted(ids) == sorted(set(ids))


def test_a_date_in_three_boxes_is_read_as_a_date() -> None:
    form = Example({"born_on_day": "7", "born_on_month": "3", "born_on_year": "2011"})
    form.is_valid()
    assert form.cleaned_data["born_on"] == datetime.date(2011, 3, 7)


@pytest.mark.parametrize("typed", [("31", "2", "2011"), ("", "2", "2011"), ("x", "2", "2011"), ("1", "1", "11")])
def test_what_is_no_date_is_an_error_and_comes_back_as_typed(typed: tuple[str, str, str]) -> None:
    form = Example(dict(zip(("born_on_day", "born_on_month", "born_on_year"), typed, strict=True)))
    assert "born_on" in form.errors
    shown = str(form["born_on"])
    assert re.findall(r'value="([^"]*)"', shown) == list(typed)


def test_components_escape_what_they_are_given() -> None:
    hostile = "<script>alert(1)</script>"
    source = "{% load interface %}{% tag x %}{% warning x %}{% table x head rows %}{% summary_list s %}"
    values = {"x": hostile, "head": [hostile], "rows": [[hostile]], "s": [{"key": hostile, "value": hostile}]}
    assert "<script>" not in Template(source).render(Context(values))


def test_an_unknown_address_gets_a_page_that_says_nothing_of_it(client: Client) -> None:
    answer = client.get("/people/0a0a0a0a-0000-4000-8000-000000000000/nothing-here")
    assert answer.status_code == 404
    assert b"0a0a0a0a" not in answer.content.replace(b'name="next" value="/people/0a0a0a0a', b"")


def test_an_empty_field_is_named_in_its_error(client: Client) -> None:
    shown = page(client, "/gallery/?errors")
    assert "Date of birth – fill this in" in shown
    assert "Was the young person asked? – choose an answer" in shown
    assert "This field is required" not in shown


def test_a_table_that_stacks_names_each_cells_column_once_and_a_quiet_caption_is_only_heard() -> None:
    source = Template('{% load interface %}{% table "Plan" head rows stacks=True quiet=True %}')
    rows = [["Walk", "Ada", "", {"text": 0, "numeric": True}, {"text": "Change", "href": "/"}]]
    said = source.render(Context({"head": ["What", "Who", "Due", "Times", "Change"], "rows": rows})).replace("\n", "")
    assert 'data-label="Who">Ada</td>' in said
    assert 'kith-blank" role="cell" data-label="Due"></td>' in said
    assert 'govuk-table__cell--numeric" role="cell" data-label="Times">0</td>' in said  # a nought is no blank
    assert 'data-label=""><a' in said  # the link says its column's name itself
    assert "govuk-visually-hidden" in said


@pytest.mark.parametrize(("columns", "stacks"), [(1, False), (2, False), (3, True), (6, True)])
def test_a_table_stacks_by_itself_where_more_than_one_column_stands_beside_the_first(
    columns: int, stacks: bool
) -> None:
    source = Template('{% load interface %}{% table "Plan" head rows %}')
    head = ["What", *[{"text": "Times", "numeric": True}] * (columns - 1)]
    assert ("kith-stacks" in source.render(Context({"head": head, "rows": [["x"] * columns]}))) is stacks


def test_a_box_to_open_says_choose_where_nothing_is_chosen() -> None:
    class Asks(forms.Form):
        which = forms.ChoiceField(choices=[("", "---------"), ("1", "One")])

    assert re.findall(r">([^<>]+)</option>", str(Asks())) == ["Choose", "One"]
