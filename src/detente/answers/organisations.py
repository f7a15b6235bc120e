"""Organisations as parties: the European Union or NATO as the sender of sanctions and acts.

An organisation is a party under its own code (``EUE``, ``NTO``). The facts name it as the group of its members
(``group:eu``). Records of its members are not its own: ask about a member for those. It has no temperature, no votes
and no disputes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from detente.catalog import table
from detente.errors import UsageError
from detente.identity import group, resolve
from detente.identity.dyads import Directed, resolve_states
from detente.identity.memberships import group_key
from detente.identity.records import entities
from detente.identity.resolution import resolve_state
from detente.store import Store

__all__ = [
    "NOT_ANSWERED",
    "is_organisation",
    "organisation_in",
    "organisation_pacts",
    "organisation_sanctions",
    "party_name",
    "resolve_parties",
    "sanction_ties",
]

NOT_ANSWERED = "an organisation has sanctions, acts and treaties in the records, but no temperature, votes or disputes"


def is_organisation(code: str) -> bool:
    """Whether a code is that of an organisation.

    Examples
    --------
    >>> is_organisation("EUE"), is_organisation("FRA")
    (True, False)
    """
    return code in entities() and entities()[code].kind == "organisation"


def organisation_in(states: Sequence[str]) -> str | None:
    """Return the first of some codes that is an organisation's, or None."""
    return next((code for code in states if is_organisation(code)), None)


def party_name(code: str, day: date) -> str:
    """Return how the facts name a party: a state by its code, an organisation as ``group:eu``.

    Examples
    --------
    >>> party_name("EUE", date(2015, 9, 1)), party_name("RUS", date(2015, 9, 1))
    ('group:eu', 'RUS')
    """
    return f"group:{_key(code, day)}" if is_organisation(code) else code


def _key(code: str, day: date) -> str | None:
    one = resolve(code, day)
    return group_key(one.name) or group_key(one.official)


def resolve_parties(names: Sequence[str], day: date, scheme: str | None = None) -> tuple[str, ...]:
    """Return the codes of one or two states or organisations; organisations with named members alone.

    Raises
    ------
    UsageError
        As `detente.identity.dyads.resolve_states` does, and for two organisations, or one without members on the day.

    Examples
    --------
    >>> resolve_parties(["EU", "Russia"], date(2015, 9, 1))
    ('EUE', 'RUS')
    """
    codes = [_party(name, day, scheme) for name in names]
    if all(is_organisation(code) for code in codes) and len(codes) > 1:
        raise UsageError(
            f"{names[0]} and {names[1]} are both organisations: name a state beside one of them", value=tuple(names)
        )
    if organisation_in(codes) is None:
        return resolve_states(names, day, scheme)
    if len(codes) == 2:
        Directed(*codes)
    return tuple(codes)


def _party(name: str, day: date, scheme: str | None) -> str:
    one = resolve(name, day, scheme=scheme)
    if one.kind != "organisation":
        return one.code
    key = _key(one.code, day)
    if key is None:
        return resolve_state(name, day, scheme=scheme).code  # which raises
    if not group(key, day):
        raise UsageError(f"{one.name} had no members on {day}; choose a later day", value=name)
    return one.code


def organisation_sanctions(store: Store, parties: Sequence[str], day: date) -> pl.DataFrame:
    """Return the sanctions compiled by hand that an organisation sent or was the target of, by date.

    Parameters
    ----------
    store : Store
        The store to read.
    parties : sequence of str
        The organisation alone, or with a state, which is then the other side; either order.
    day : datetime.date
        Nothing known later is read.

    Returns
    -------
    polars.DataFrame
        Rows of the table ``sanctions``.

    Examples
    --------
    >>> organisation_sanctions(Store.open(), ("EUE", "RUS"), date(2015, 9, 1))["target"].unique().sort().to_list()
    ['RUS', 'group:eu']
    """
    names = [party_name(code, day) for code in parties]
    rows = store.read("sanctions", as_of=day).filter(pl.col("start") <= day)
    sent, struck = pl.col("sender").str.split(";").list, pl.col("target").str.split(";").list
    if len(names) == 1:
        chosen = sent.contains(names[0]) | struck.contains(names[0])
    else:
        a, b = names
        chosen = (sent.contains(a) & struck.contains(b)) | (sent.contains(b) & struck.contains(a))
    return rows.filter(chosen).sort("start", "id")


def sanction_ties(store: Store, parties: Sequence[str], day: date) -> pl.DataFrame:
    """Return these sanctions, and those that a dataset ascribes to all members together, as rows of ``ties``.

    The dataset of the former is ``facts``. A case of a dataset is the organisation's where every member on its first
    day is a sender of it.
    """
    own = organisation_sanctions(store, parties, day)
    codes = {party_name(code, day): code for code in parties}
    codes |= {party_name(code, day): code for code in {organisation_in(parties)} if code is not None}
    rows = [
        {
            "dataset": "facts", "id": row["id"], "kind": "sanction", "source": source, "target": target,
            "directed": True, "start": row["start"], "precision": row["precision"], "end": row["end"],
            "title": row["text"], "known_on": row["known_on"], "end_known_on": row["end_known_on"],
        }
        for row in own.iter_rows(named=True)
        for source in _codes(row["sender"], codes)
        for target in _codes(row["target"], codes)
        if len(parties) == 1 or {source, target} == set(parties)
    ]  # fmt: skip
    declared = table("ties")
    frames = [declared.empty(), _shaped(rows), _of_all_members(store, parties, day)]
    return pl.concat(frames).sort("start", "dataset", "id", "target")


def _shaped(rows: list[dict[str, object]]) -> pl.DataFrame:
    declared = table("ties")
    if not rows:
        return declared.empty()
    frame = pl.DataFrame(rows, schema_overrides={n: t for n, t in declared.schema.items() if n in rows[0]})
    return pl.concat([declared.empty(), frame], how="diagonal").select(declared.names)


def _codes(parties: str, codes: dict[str, str]) -> list[str]:
    """Return the codes of the parties of a cell: of states, and of the organisation asked about."""
    return [codes.get(name, name) for name in parties.split(";") if name in codes or not name.startswith("group:")]


def _of_all_members(store: Store, parties: Sequence[str], day: date) -> pl.DataFrame:
    """Return the cases of datasets in which all members of the organisation are senders, once each."""
    declared = table("ties")
    code = organisation_in(parties)
    key = None if code is None else _key(code, day)
    targets = [other for other in parties if other != code]
    if code is None or key is None:
        return declared.empty()
    asked = {"target": targets} if targets else {}
    rows = store.read("ties", as_of=day, kind=("sanction", "sanction_threat"), **asked)
    case = ["dataset", "id", "kind", "target", "start"]
    senders = rows.group_by(case).agg(pl.col("source"))
    whole = [
        {name: row[name] for name in case}
        for row in senders.iter_rows(named=True)
        if len(row["source"]) > 1 and set(group(key, row["start"])) <= {*row["source"], row["target"]}
    ]
    if not whole:
        return declared.empty()
    cases = pl.DataFrame(whole, schema={name: declared.schema[name] for name in case})
    found = rows.join(cases, on=case, how="semi").unique(case, keep="first", maintain_order=True)
    return found.with_columns(source=pl.lit(code)).select(declared.names)


def organisation_pacts(store: Store, parties: Sequence[str], day: date) -> pl.DataFrame:
    """Return the treaties that bind all members of an organisation, as ties of the organisation with each.

    Parameters
    ----------
    store : Store
        The store to read.
    parties : sequence of str
        The organisation alone, or with a state, with which the treaty then binds all members.
    day : datetime.date
        Nothing known later is read.

    Returns
    -------
    polars.DataFrame
        ``kind``, ``source``, ``target``, ``start``, ``precision``, ``end``, ``end_precision``, ``title`` and
        ``document``: the organisation as source, a member or the state as target.

    Examples
    --------
    >>> organisation_pacts(Store.open(), ["NTO"], date(2015, 9, 1))["title"].unique().to_list()
    ['North Atlantic Treaty']
    """
    code = organisation_in(parties)
    key = None if code is None else _key(code, day)
    members = set() if key is None else set(group(key, day))
    others = [party for party in parties if party != code]
    joined = store.read("pact_members", as_of=day).filter(
        pl.col("from") <= day, pl.col("until").is_null() | (pl.col("until") >= day)
    )
    bound = joined.group_by("pact").agg(pl.col("state"))
    whole = [
        row["pact"]
        for row in bound.iter_rows(named=True)
        if members and members | set(others) <= set(row["state"])
    ]  # fmt: skip
    rows = joined.filter(pl.col("pact").is_in(whole), pl.col("state").is_in(others or sorted(members)))
    texts = store.read("pacts", as_of=day).filter(pl.col("end").is_null() | (pl.col("end") >= day))
    named = rows.join(texts, left_on="pact", right_on="id")
    return named.select(
        "kind", pl.lit(code).alias("source"), pl.col("state").alias("target"), pl.col("from").alias("start"),
        pl.col("from_precision").alias("precision"), pl.col("until").alias("end"),
        pl.lit(None, pl.String).alias("end_precision"), pl.col("name").alias("title"), "document",
    ).sort("title", "kind", "start", "target")  # fmt: skip
