"""Facts: vocabulary, entities, policy, checks and the Book."""
