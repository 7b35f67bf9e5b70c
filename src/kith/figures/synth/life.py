"""The truth of a synthetic authority: harm is noticed, decided on, moved for, and ends in a return, in drift or at eighteen."""

from __future__ import annotations

import datetime as dt

from kith.figures.synth.chance import Rng, days, names, parameter, pick, some, stream, tail, within
from kith.figures.synth.going import decide_move, going_missing
from kith.figures.synth.lives import FACTORS, Assessment, Day, Episode, Harm, Life, Listed, Move, Person, Truth
from kith.figures.synth.places import Places, make_places
from kith.figures.synth.staying import looked_after
from kith.foundation.dates import Month, age_on, years_before

_NEEDS = {"N1": 55, "N2": 9, "N3": 4, "N4": 9, "N5": 13, "N6": 5, "N8": 5}
_SOURCES = {"6": 30, "2A": 20, "1A": 9, "3E": 6, "3A": 5, "5A": 12, "5B": 5, "8": 8, "9": 5}
_HOME_FACTORS = {"3B": 30, "4B": 22, "2B": 12, "16A": 14, "17A": 16, "4A": 14, "14A": 8, "1B": 10, "5A": 4, "15A": 6}
_DISABILITIES = {"LD": 30, "AUT": 30, "BEH": 20, "COMM": 10, "MOB": 6, "HEAR": 4}


def live(code: str, children: int, seed: int, years: int, last: Month, rate: float) -> Truth:
    """Everybody known to the authority `code` in `years` collection years up to `last`; `rate`: relocated of the affected."""
    end = last.last
    collection = end.year + (end.month > 3)
    first = dt.date(collection - years, 4, 1)
    places = make_places(code, seed, children)
    people = _Population(stream(seed, code, "lives"), places, first, end, last.first)
    lives = people.make(children, rate)
    return Truth(code, seed, first, end, tuple(range(collection - years + 1, collection + 1)), lives, places.all())


def _spread(name: str) -> tuple[float, float]:
    mean, spread = parameter(name)
    return mean, spread


class _Population:
    """The people of one authority, made one after the other from one stream of chance."""

    def __init__(self, rng: Rng, places: Places, first: Day, last: Day, month: Day) -> None:
        self.rng, self.places, self.first, self.last, self.month = rng, places, first, last, month

    def make(self, count: int, rate: float) -> tuple[Life, ...]:
        rng = self.rng
        ages = [within(rng, parameter("ages")) for _ in range(count)]
        now = [rng.random() < parameter("supported_now") for _ in ages]
        bands = parameter("ages_of_affected")
        weights = [
            float(is_now) * sum(w / (b - a + 1) for a, b, w in bands if a <= age <= b)
            for age, is_now in zip(ages, now, strict=True)
        ]
        young = sum(is_now and age >= 10 for age, is_now in zip(ages, now, strict=True))
        everyone = range(count)
        affected = some(rng, everyone, weights, round(young * parameter("affected_share")))
        relocated = set(affected[: round(len(affected) * rate)])
        planned = set(affected[len(relocated) :][: max(1, round(len(affected) * parameter("planned")))])
        harmed = set(affected)
        ids = rng.sample(range(1_000_000, 9_999_999), count)
        made = []
        for number in everyone:
            role = "relocated" if number in relocated else "planned" if number in planned else ""
            role = role or ("affected" if number in harmed else "")
            made.append(self._one(number, str(ids[number]), ages[number], now[number], role))
        return tuple(made)

    def _one(self, number: int, own_id: str, age: int, now: bool, role: str) -> Life:
        rng = self.rng
        person = self._person(number, own_id, age, bool(role))
        ended = None if now else self._day_of_ending(person)
        end = ended or self.last
        age = age_on(end, person.born)
        if ended and age >= 12 and rng.random() < parameter("harmed_before"):
            role = "before"
        kind = self._kind_of_move(role, age)
        life = Life(person, self._status(person, age, kind), ended)
        if role:
            noticed = end - days(tail(rng, *_spread("days_since_noticed"), 30, 1500))
            if kind:
                move = decide_move(
                    rng, life, kind, self.places, end, is_planned=role == "planned", now=role == "relocated"
                )
                life.moves.append(move)
                noticed = (move.from_on or move.planned_on) - days(rng.randint(14, 200))
            self._harm(life, noticed)
        elif age >= 10:
            self._lesser_harm(life, end)
        self._services(life, end)
        going_missing(rng, life, role, self.first, end)
        self._files(life)
        return life

    def _day_of_ending(self, person: Person) -> Day | None:
        """A day before the month; none for someone born too short a time before it."""
        earliest = max(self.first, person.born + days(60))
        left = (self.month - earliest).days - 1
        return earliest + days(self.rng.randrange(left)) if left > 30 else None

    def _person(self, number: int, own_id: str, age: int, affected: bool) -> Person:
        rng = self.rng
        of = "_of_affected" if affected else ""
        disabled = rng.random() < parameter(f"disabled{of}")
        return Person(
            id=own_id,
            given=rng.choice(names()["given"]),
            family=rng.choice(names()["family"]),
            born=years_before(self.last, age) - days(rng.randrange(365)),
            sex=pick(rng, parameter(f"sex{of}")),
            ethnicity=pick(rng, parameter(f"ethnicity{of}")),
            disabilities=(pick(rng, _DISABILITIES),) if disabled else (),
            upn=f"X000{number:09d}",
            home=self.places.homes[number],
            uasc=False,
        )

    def _kind_of_move(self, role: str, age: int) -> str:
        rng = self.rng
        if role in ("relocated", "planned") or (
            role in ("affected", "before") and rng.random() < parameter("returned") * (2 if role == "before" else 1)
        ):
            return pick(rng, parameter("kinds_under_18" if age < 18 else "kinds_from_18"))
        return ""

    def _status(self, person: Person, age: int, kind: str) -> str:
        if kind in ("care", "secure"):
            return "looked_after"
        if kind == "leaver":
            return "care_leaver"
        status = pick(self.rng, parameter("status_under_18" if age < 18 else "status_from_18"))
        return "child_in_need" if kind and status in ("looked_after", "early_help") else status

    def _harm(self, life: Life, noticed: Day) -> None:
        rng = self.rng
        first = pick(rng, parameter("harm_kinds"))
        kinds = [first]
        for other, chance in parameter("harm_together").get(first, {}).items():
            if rng.random() < chance:
                kinds.append(other)
        if rng.random() < parameter("going_missing"):
            kinds.append("missing")
        to_on = life.ended
        seen = rng.random() < parameter("factor_seen")
        for kind in kinds:
            named = seen and kind in FACTORS and rng.random() < parameter("factor_each")
            factor = rng.choice(FACTORS[kind]) if named else ""
            setting = pick(rng, parameter("setting"))
            life.harms.append(Harm(kind, setting, noticed + days(rng.randint(0, 20)), to_on, factor=factor))
        if rng.random() < parameter("listed"):
            opened = noticed + days(rng.randint(5, 60))
            if opened < (life.ended or self.last):
                certainty = rng.choice(("suspected", "confirmed", ""))
                recorded = life.harms[0].setting if rng.random() < 0.7 else ""
                life.listed = Listed(opened, life.ended, self._has_id(), certainty, recorded)

    def _has_id(self) -> bool:
        return self.rng.random() < float(parameter("listed_with_id"))

    def _lesser_harm(self, life: Life, end: Day) -> None:
        """Harm inside the family that looks like ours, going missing alone, and suspicions that were ruled out."""
        rng = self.rng
        noticed = end - days(tail(rng, *_spread("days_since_noticed"), 30, 1500))
        if rng.random() < parameter("inside_only"):
            kind = rng.choice(("cse", "peer_on_peer"))
            life.harms.append(Harm(kind, "inside", noticed, life.ended, factor=rng.choice(FACTORS[kind])))
        elif rng.random() < parameter("missing_only"):
            life.harms.append(Harm("missing", "outside", noticed, life.ended, factor="10A"))
        elif rng.random() < parameter("listed_others"):
            life.harms.append(Harm(pick(rng, parameter("harm_kinds")), "outside", noticed, life.ended, is_real=False))
            life.listed = Listed(noticed + days(10), None, self._has_id(), "ruled out", "outside")

    def _services(self, life: Life, end: Day) -> None:
        rng, born = self.rng, life.person.born
        noticed = min((harm.from_on for harm in life.harms), default=end)
        moved = [move.from_on for move in life.moves if move.from_on and move.kind in ("care", "secure")]
        began = min(
            noticed + days(rng.randint(-60, 5)), end - days(tail(rng, *_spread("days_since_referral"), 20, 2500))
        )
        if life.status == "early_help":
            life.early_help = max(born, end - days(rng.randint(20, 170)))
            return
        if life.status in ("looked_after", "care_leaver"):
            life.care = looked_after(rng, life, self.places, self.first, end, self.last, min(moved, default=None))
            if life.status == "care_leaver":
                life.leaver_from = life.care.to_on
            began = min(began, life.care.from_on - days(rng.randint(3, 90)))
        began = max(began, born)
        life.episode = self._episode(life, began, end)
        if life.status == "child_in_need" and life.person.disabilities and rng.random() < parameter("short_breaks"):
            self._short_breaks(life, end)

    def _episode(self, life: Life, began: Day, end: Day) -> Episode:
        rng = self.rng
        start = began + days(rng.randint(1, 6))
        first = Assessment(start, start + days(rng.randint(18, 50)), [pick(rng, _HOME_FACTORS) for _ in range(2)])
        found = [first]
        factors = [harm for harm in life.harms if harm.factor]
        if factors:
            when = max(max(harm.from_on for harm in factors) + days(rng.randint(0, 12)), start)
            own = sorted({harm.factor for harm in factors}, key=lambda code: (len(code), code))
            found.append(Assessment(when, when + days(rng.randint(12, 45)), [*own, pick(rng, _HOME_FACTORS)]))
        for assessment in found:
            assessment.factors = list(dict.fromkeys(assessment.factors))
        episode = Episode(began, life.ended, pick(rng, _SOURCES), pick(rng, _NEEDS), found)
        if life.status == "child_protection":
            asked = min(began + days(rng.randint(3, 40)), end)
            conference = asked + days(rng.randint(8, 15))
            if conference < end:
                episode.enquiry = (asked, conference)
                episode.protection = (conference, life.ended)
            else:
                episode.enquiry = (asked, None)
        elif life.status == "child_in_need" and first.to_on < end:
            episode.plan = (first.to_on, life.ended)
        return episode

    def _short_breaks(self, life: Life, end: Day) -> None:
        for number in range(self.rng.randint(3, 8)):
            began = end - days(20 + 30 * number)
            if began > max(self.first, life.person.born):
                life.short_breaks.append((began, began + days(2)))

    def _files(self, life: Life) -> None:
        """In which files what truly happened can be seen at all, as long as nobody mistypes it."""
        seen = [
            assessment
            for assessment in (life.episode.assessments if life.episode else ())
            if self.first <= assessment.to_on <= self.last and (life.ended is None or assessment.to_on <= life.ended)
        ]
        named = {factor for assessment in seen for factor in assessment.factors}
        if any(harm.factor in named for harm in life.harms if harm.factor):
            life.harm_in_files.append("cin")
        if life.listed:
            life.harm_in_files.append("exploitation_list")
        for move in life.moves:
            self._files_of_move(life, move)

    def _files_of_move(self, life: Life, move: Move) -> None:
        rng = self.rng
        is_care = move.kind in ("care", "secure")
        if move.from_on is None:
            move.in_files.append("planned_moves")
            return
        recent = move.to_on is None or move.to_on >= self.last - days(365)
        if is_care and (move.to_on is None or move.to_on >= self.first):
            move.in_files.append("ssda903")
        kind = move.kind if move.because != "no" else "other"
        move.on_list = recent and rng.random() < parameter("on_move_list")[kind]
        if move.on_list:
            move.in_files.append("out_of_area_list")
