# %% [markdown]
# # Whole portfolio
# Thirty accounts, four of us. Where do we put our time in the next quarter? (An invented CRM, made
# up by a few lines of chance that are the same each time.)

# %%
import numpy as np
import pandas as pd

import kamgraph as k

chance = np.random.default_rng(7)
accounts = pd.Series([f"account-{number:02}" for number in range(30)])
boss, buyer, user = (accounts + suffix for suffix in ("-boss", "-buyer", "-user"))
contacts, ours = pd.concat([boss, buyer, user]), ["ann", "bo", "cy", "di"]
owner = pd.Series(chance.choice(ours, 30, p=[0.6, 0.2, 0.1, 0.1]))
days = pd.to_datetime(chance.choice(["2026-01-15", "2026-05-15"], len(contacts)))
met = chance.random(len(contacts)) < 0.6
tables = {
    "organizations": pd.DataFrame({"id": accounts, "name": accounts, "kind": "customer"}).assign(
        potential=chance.lognormal(14, 1.2, 30).round(-3),
        contribution=chance.lognormal(12, 1.5, 30).round(-3),
    ),
    "people": pd.DataFrame({"id": contacts, "name": contacts, "organization": [*accounts] * 3}),
    "roles": pd.DataFrame({"person": contacts, "account": [*accounts] * 3}).assign(
        role=["approver"] * 30 + ["procurement"] * 30 + ["user"] * 30
    ),
    "ties": pd.DataFrame({"source": [*owner] * 3, "target": contacts, "kind": "knows"})[met],
    "assessments": pd.DataFrame({"person": contacts, "date": days}).assign(
        **{axis: chance.integers(1, 6, len(contacts)) for axis in k.Policy().scales}
    )[met],
}
us = pd.DataFrame([{"id": "us", "name": "We", "kind": "vendor"}])
team = pd.DataFrame({"id": ours, "name": ours, "organization": "us"})
tables["organizations"] = pd.concat([tables["organizations"], us])
tables["people"] = pd.concat([tables["people"], team])
found = k.portfolio(k.Book.from_tables(tables), as_of="2026-06-30", since="2026-03-31")
found

# %%
found.accounts[["class", "quadrant", "status", "choice", "choice_change", "coverage"]].head(8)

# %%
k.plot.portfolio(found.accounts)

# %% [markdown]
# Who of us carries them?

# %%
found.workload[["accounts", "contacts", "power", "coverage", "over"]]

# %%
waits = found.accounts.query("`class` == 'A' and status != 'green' and coverage < 50")
waits[["potential", "choice", "coverage"]].join(owner.set_axis(accounts).rename("owner"))

# %% [markdown]
# **Decision:** di, who carries least, opens account-16, where none of us knows anybody who decides;
# account-09 goes from ann, on whom more than half of all coverage hangs, to cy.
