# %% [markdown]
# # A first account
# Who decides at Yaochuan Power Grid, where do we stand, and what do we do next?

# %%
import kamgraph as k

book = k.load_demo()
k.check(book)

# %%
graph = k.build_graph(book, account="yaochuan")
graph

# %%
k.scores(graph).T

# %% [markdown]
# The light is red: one of the two who decide is against us, and without him nothing is decided
# (`limited_by`, `blocked_by`). Who holds the power, and who makes the difference?

# %%
k.key_people(graph)[["name", "title", "weight", "power", "kind"]]

# %%
k.contributions(graph).sum(axis=1).sort_values().head(4)

# %% [markdown]
# 雷一鸣 sells for a competitor, and 梁志刚, who blocks, listens to him. He also listens to 王秀英,
# who holds no role, has nearly a tenth of the decision, and doubts our solution. Do we reach her?

# %%
hidden = "wang-xiuying"
k.reach(graph).loc[hidden]

# %%
k.gaps(graph).query("person == @hidden")[["gap", "severity", "detail", "action"]]

# %% [markdown]
# What would it be worth to win her?

# %%
won = graph.with_tie("zhao-mei", hidden, "knows", strength="in_depth")
won = won.with_grade(hidden, "solution", "prefers")
k.compare(graph, won)

# %% [markdown]
# Nearly three points and, what is more, nobody blocks us any longer.
#
# **Decision:** 赵梅 asks 郑海波 to open the way to 王秀英 before anybody talks about price.
