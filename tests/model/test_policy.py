import copy
import math
import pickle
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from kamgraph.errors import PolicyError
from kamgraph.model.folding import fold
from kamgraph.model.policy import Policy
from kamgraph.model.vocabulary import AXES, DECISION_ROLES

shares = st.sampled_from((1e-6, 0.5, 1.0)) | st.floats(1e-6, 1)
labels = st.text(st.characters(codec="utf-8", categories=["L"])).map("~{}".format)
distinct = st.lists(labels, min_size=2, max_size=7, unique_by=fold)
policies = st.builds(
    Policy,
    susceptibility=st.floats(1e-6, 0.99),
    key_cover=shares,
    half_life_days=st.floats(1e-6, 1e6),
    interaction_weights=st.dictionaries(st.text(), shares, max_size=4),
    closeness_labels=distinct.map(lambda found: dict.fromkeys(found, 0.5)),
    role_weights=st.dictionaries(st.sampled_from(DECISION_ROLES.words), shares),
    scales=st.fixed_dictionaries({axis: distinct.map(tuple) for axis in AXES.words}),
)


def test_the_defaults_are_those_of_the_design():
    policy = Policy()
    assert (policy.susceptibility, policy.report_down, policy.report_up) == (0.5, 0.4, 0.15)
    assert (policy.key_cover, policy.key_most, policy.judged) == (0.8, 15, 0.2)
    assert (policy.reachable, policy.weak_tie) == (0.2, 0.2)
    assert (policy.decision_rule, policy.consent_roles) == (
        "consent",
        ("approver", "decision_maker"),
    )
    assert (policy.supportive, policy.verdict_threshold) == (62.5, 60)
    assert len(set(policy.axis_weights.values())) == 1
    assert policy.missing_strength == {"influences": 0.75, "knows": 0.5}
    assert not {role for role in policy.role_weights if role.startswith("coach")}


@given(policies)
def test_toml_gives_back_the_policy(policy):
    assert Policy.from_toml(policy.to_toml()) == policy


def test_toml_keeps_the_default_of_what_it_leaves_out(tmp_path):
    file = tmp_path / "policy.toml"
    file.write_text("key_cover = 0.1\n[strength_labels]\nstark = 0.9\n", "utf-8")
    assert Policy.from_toml(file) == Policy(key_cover=0.1, strength_labels={"stark": 0.9})


def test_toml_lists_empty_tables_in_the_order_of_the_fields():
    text = Policy(interaction_weights={}, role_weights={}, required_roles={}).to_toml()
    empty = [part.strip() for part in text.split("\n\n") if part.strip().count("\n") == 0]
    assert empty == ["[interaction_weights]", "[role_weights]", "[required_roles]"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("key_cover", "TOML"),
        ("key_clover = 0.1", "key_clover"),
        ("key_cover = 0", "key_cover"),
        ("key_cover = nan", "key_cover"),
        ("key_share = 0.04", "^'key_share' is gone: .*key_cover"),
        ("decision_rule = 'majority'", "decision_rule"),
        ("consent_roles = ['astrologer']", "astrologer"),
        ("[assumed_stance.vendor]\nprice = 0", "relationship"),
        ("[assumed_stance.bank]\nprice = 0", "bank"),
        ("[role_fit.user]\nlevels = [1, 1]", "levels"),
        ("reachable = -0.1", "reachable"),
        ("susceptibility = 1.0", "susceptibility"),
        ("half_life_days = inf", "half_life_days"),
        ("report_down = 1e-300", "report_down"),
        ("[role_weights]\nastrologer = 1", "astrologer"),
        ("[required_roles]\nbid = ['astrologer']", "astrologer"),
        ("[required_team]\naccount = []", "deal"),
        ("[axis_weights]\nrelationship = 0\nsolution = 0\nprice = 0", "axis"),
        ("[missing_strength]\nknows = 0.5", "influences"),
    ],
)
def test_unknown_names_and_impossible_values_are_refused(text, named):
    with pytest.raises(PolicyError, match=named):
        Policy.from_toml(text)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(PolicyError, match=r"lost\.toml"):
        Policy.from_toml(tmp_path / "lost.toml")


@pytest.mark.parametrize(
    "label", ["1", "-0.5", "1e5", "nan", "Infinity", "\uff11", "", " weak", "a\tb"]
)
def test_a_label_can_be_told_from_a_number_and_a_blank(label):
    with pytest.raises(PolicyError):
        Policy(strength_labels={label: 0.5})
    with pytest.raises(PolicyError):
        Policy(scales=Policy().scales | {"price": (label, "fair")})


def test_labels_differ_in_more_than_case():
    with pytest.raises(PolicyError):
        Policy(closeness_labels={"Near": 0.9, "near": 0.1})


@given(policies)
def test_a_policy_survives_pickle_and_copies(policy):
    assert pickle.loads(pickle.dumps(policy)) == copy.deepcopy(policy) == policy


def test_a_policy_does_not_change():
    policy = Policy()
    with pytest.raises(ValidationError):
        policy.key_cover = 1
    for change in (
        lambda table: table.update(user=1.0),
        lambda table: table.clear(),
        lambda table: table.pop("user"),
        lambda table: table.__setitem__("user", 1.0),
        lambda table: table.__delitem__("user"),
        lambda table: table.__ior__({"user": 1.0}),
    ):
        with pytest.raises(TypeError, match="does not change"):
            change(policy.role_weights)


@given(policies)
def test_stances_are_even_and_the_same_for_labels_and_ranks(policy):
    for axis, scale in policy.scales.items():
        stances = policy.stances(axis)
        by_rank = [stances[str(rank)] for rank in range(1, len(scale) + 1)]
        assert [stances[grade] for grade in scale] == by_rank
        assert (by_rank[0], by_rank[-1]) == (-1, 1)
        steps = [later - sooner for sooner, later in pairwise(by_rank)]
        assert all(math.isclose(step, 2 / (len(scale) - 1)) for step in steps)


def test_labels_of_acquaintance_and_of_influence_are_two_sets():
    policy = Policy()
    assert policy.labels("knows") == policy.closeness_labels
    assert policy.labels("reports_to") == policy.labels("influences") == policy.strength_labels


@pytest.mark.parametrize("text", ["a = " + "[" * 5000, "a = " + "9" * 5000])
def test_toml_too_deep_or_too_long_is_refused(text):
    with pytest.raises(PolicyError, match="not a readable TOML policy"):
        Policy.from_toml(text)


def test_messages_about_toml_stay_short():
    text = "\n".join(f"a{i} = '{'x' * 1000}'" for i in range(1000))
    with pytest.raises(PolicyError) as caught:
        Policy.from_toml(text)
    assert len(str(caught.value)) < 20_000
