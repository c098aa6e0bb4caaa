# %% [markdown]
# # Real networks
# Does advice or friendship show who decides? Two firms in which we know both the answers to "whom
# do you ask?" and "who is your friend?" and who decides: Krackhardt's 21 managers (the chief
# executive and the vice presidents) and Lazega's 71 lawyers (the partners). See `data/SOURCES.md`.

# %%
import pandas as pd

import kamgraph as k

DECIDERS = {"managers": ("level", 2), "lawyers": ("status", 1)}


def graph(firm, question):
    """Return a firm in which whoever is named influences who names them, and no more is known."""
    ids = pd.read_csv(f"data/{firm}.csv")["id"].astype("str")
    ties = pd.read_csv(f"data/{firm}_{question}.csv", dtype="str")
    ties = ties.rename(columns={"dst": "source", "src": "target"}).assign(kind="influences")
    people = pd.DataFrame({"id": ids, "name": ids, "organization": firm})
    firms = pd.DataFrame([{"id": firm, "name": firm, "kind": "customer"}])
    book = k.Book.from_tables({"organizations": firms, "people": people, "ties": ties})
    return k.build_graph(book, account=firm)


# %% [markdown]
# Nobody holds a role and there is no chart, so all weigh the same: whatever power differs comes
# from influence alone. How often has a decider more of it than somebody who does not decide? Half
# of the time would be chance. Beside it the same for simply being named often.


# %%
def ahead(measure, decides):
    """Return how often a decider is ahead of another (the area under the ROC curve)."""
    pairs = measure[decides].to_numpy()[:, None] - measure[~decides].to_numpy()
    return ((pairs > 0) + (pairs == 0) / 2).mean()


# %%
rows = []
for firm, (column, last) in DECIDERS.items():
    people = pd.read_csv(f"data/{firm}.csv", index_col="id")
    decides = people[column].le(last).set_axis(people.index.astype("str"))
    for question in ("advice", "friends"):
        one = graph(firm, question)
        power = k.acceptance(one)["power"].reindex(decides.index)
        named = one.ties["source"].value_counts().reindex(decides.index, fill_value=0)
        rows.append((firm, question, ahead(power, decides), ahead(named, decides)))
pd.DataFrame(rows, columns=["firm", "asked for", "power", "named"]).round(2)

# %% [markdown]
# Asking for advice shows who decides in both firms, better than nine times out of ten. Friendship
# says little of the lawyers; among the managers counting friends is a coin toss, though following
# whose friends they are in turn says more. Two firms prove no law.
#
# **Decision:** in account planning we ask "whose advice does she take?", record that as influence,
# and keep lunches and old friendships out of it unless somebody says that they sway a decision.
