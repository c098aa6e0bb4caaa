"""Damaged files are refused, or read as what was written: never as other facts."""

import random
import shutil

import pytest

from forms import BOOKS, state

TRIES = 60


def flip(data, chance):
    at = chance.randrange(len(data))
    data[at] ^= 1 << chance.randrange(8)


def zero(data, chance):
    at = chance.randrange(len(data))
    data[at : at + 512] = bytes(len(data[at : at + 512]))


def cut_off(data, chance):
    del data[chance.randrange(len(data)) :]


def drop(data, chance):
    at = chance.randrange(len(data))
    del data[at : at + chance.choice((1, 16, 512))]


def double(data, chance):
    at = chance.randrange(len(data))
    data[at:at] = data[at : at + 64]


@pytest.mark.parametrize(
    "damage", [flip, zero, cut_off, drop, double], ids=lambda one: one.__name__
)
@pytest.mark.parametrize("form", BOOKS, ids=str)
def test_no_damage_gives_other_facts(form, damage, tmp_path):
    whole, chance = tmp_path / "whole", random.Random(1)
    whole.mkdir()
    form.write("new", whole / form.called)
    found = [_damage(form, damage, whole, tmp_path / "damaged", chance) for _ in range(TRIES)]
    assert [one for one in found if one != "new" and not one.startswith("refused: ")] == []


@pytest.mark.parametrize("form", [one for one in BOOKS if one.called == "target"], ids=str)
def test_a_file_of_a_folder_that_is_missing_is_noticed(form, tmp_path):
    form.write("new", tmp_path / form.called)
    for file in sorted((tmp_path / form.called).glob("*.*")):
        there = file.read_bytes()
        file.unlink()
        if file.suffix != ".json":  # without its manifest it is a folder made by hand
            found = state(form, tmp_path / form.called)
            assert found.startswith("refused: ")
            assert file.name in found
        file.write_bytes(there)


def _damage(form, damage, whole, damaged, chance):
    shutil.rmtree(damaged, ignore_errors=True)
    shutil.copytree(whole, damaged)
    files = [file for file in damaged.rglob("*") if file.is_file() and file.stat().st_size]
    file = chance.choice(sorted(files))
    data = bytearray(file.read_bytes())
    damage(data, chance)
    file.write_bytes(data)
    return state(form, damaged / form.called)
