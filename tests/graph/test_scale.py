import numpy as np

from kamgraph.graph.scale import choice


def test_a_choice_is_the_same_alone_and_among_others():
    stances = np.random.default_rng(7).uniform(-1.0, 1.0, (2000, 3))
    weights = np.tile([0.5, 0.5, 0.0], (2000, 1))
    together = choice(stances, weights)
    alone = [choice(stances[[row]], weights[[row]])[0] for row in range(2000)]
    np.testing.assert_array_equal(together, alone)
