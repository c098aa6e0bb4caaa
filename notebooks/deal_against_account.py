# %% [markdown]
# # Deal against account
# The account leans our way on the solution. Does the tender for its dispatch platform, too?

# %%
import pandas as pd

import kamgraph as k

book = k.load_demo()
account = k.build_graph(book, account="yaochuan")
deal = k.build_graph(book, deal="dispatch-platform")
both = pd.concat([k.scores(account), k.scores(deal)])
both[["relationship", "solution", "price", "choice", "coverage", "status"]].round(1)

# %% [markdown]
# It does not: the solution is nine points lower. Is that who decides, or how they stand here?

# %%
told = k.compare(account, deal)
told.explanation.round(1)

# %% [markdown]
# Nearly all of it is stances: people judge this solution otherwise than our solutions in general.
# Who makes the difference?

# %%
told.contributions.query("axis == 'solution'")[["name", "change", "stances"]].head(5).round(1)

# %% [markdown]
# And who has a say here that has none in the account?

# %%
new = k.key_people(deal).index.difference(k.key_people(account).index)
k.key_people(deal).loc[new, ["name", "title", "power", "kind"]].sort_values("power")

# %% [markdown]
# All of them by role. Behind the scenes it is 顾维民, retired, who gains most: he chairs the expert
# panel. Who listens to him here that does not in the account?

# %%
told.ties.query("source == 'gu-weimin'")[["target_name", "after", "origin"]]

# %%
k.reach(deal).loc["gu-weimin", ["reach", "route"]]

# %% [markdown]
# **Decision:** the account's plan does not win this tender. Before the bid we need somebody of our
# own with 顾维民; until then 张伟 is asked to introduce us, and nothing is said about price.
