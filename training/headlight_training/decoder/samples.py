"""Texts on which weights are compared: English, Chinese, code, emoji and accents."""

TEXTS = (
    "The lamp went out because it had no oil, so the old woman lit another one.",
    "因为灯没有油了，所以老妇人又点了一盏。",
    "function add(a: number, b: number) {\n  return a + b;\n}\n",
    "Café Zoë 😀 pays 5 € 👩‍💻",
)
