"""Sentences for the fixture and the card: short and long, several clauses, marks, odd characters."""

TEXTS = (
    "I love cats.",
    "Could you tell me where the nearest hospital is?",
    "The old man sat under the tree because it was too hot to walk.",
    'He said, "Tomorrow I will go to Beijing with my sister."',
    "If it rains tomorrow, we won't go on a picnic.",
    "Zoë’s café opens at 9 😀!",
)
