# %% [markdown]
# # From CRM export to review
# The weekly export of a Salesforce organization, and what no CRM knows. Where does our one deal
# with Harbour Foods stand?

# %%
from pathlib import Path
from tempfile import mkdtemp

import pandas as pd

import kamgraph as k

crm, report = k.read_with_report("data/salesforce")
print(report)

# %% [markdown]
# Every row is accounted for. *Influencer* says that she takes part; whom she influences is a tie.

# %%
graph = k.build_graph(crm, deal="006HF0000000001YAA")
k.scores(graph)[["choice", "low", "high", "known", "coverage", "gaps_high", "status"]].round(1).T

# %% [markdown]
# Coverage we can tell: meetings make acquaintance. Of the choice nothing is known. We ask the two
# of ours who were there, and add what they say.

# %%
ids = crm.people.set_index("name")["id"]
theo, ada, lin = ids[["Theo Brandt", "Ada Quist", "Lin Haas"]]
said = {"date": "2026-06-18", "assessor": ids["Ivo Lenz"]}
grades = [(theo, "acquainted", "neutral", "objects"), (ada, "friend", "prefers", None)]
grades.append((lin, "mentor", "champions", None))
columns = ["person", "relationship", "solution", "price"]
tables = crm.to_tables()
tables["assessments"] = pd.DataFrame(grades, columns=columns).assign(**said)
tie = {"source": lin, "target": ada, "kind": "influences", "strength": "strong"}
tables["ties"] = pd.concat([tables["ties"], pd.DataFrame([tie])])
book = k.Book.from_tables(tables)

# %%
graph = k.build_graph(book, deal="006HF0000000001YAA")
k.gaps(graph).query("severity == 'high'")[["detail", "action"]]

# %%
review = k.review(graph)
review.to_html(Path(mkdtemp()) / "harbour.html")
[point.sentence for point in review.summary]

# %% [markdown]
# **Decision:** no discount yet. Ivo Lenz has Lin Haas and Ada Quist bring him to Mara Olsen, who
# decides and whom none of us knows, and asks her herself.
