"""Texts on which weights are compared: English, Chinese, mixed with code, emoji and accents."""

TEXTS = (
    "The lamp on the wall went out because it had no oil, so the old woman lit another one.",
    "因为墙上的灯没有油了，所以老妇人又点了一盏，房间里才亮起来。",
    "// 计算两个数的和\nexport function addNumbers(a: number, b: number) {\n  return a + b;\n}",
    "Café Zoë opens at 9 😀, naïve résumé readers pay 5 € 👩‍💻 — ¡olé!",
)

PAIR = ("The lamp went out.", "It had no oil.")
"""A sentence and the one after it, for segments 0 and 1."""
