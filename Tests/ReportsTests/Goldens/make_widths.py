"""Writes widths.tsv: the terminal width of sample texts, by wcwidth 0.2.13.

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install wcwidth==0.2.13
    /tmp/venv/bin/python make_widths.py > widths.tsv

One line a text: its width, then its code points in hexadecimal.
"""

from wcwidth import wcswidth

TEXTS = [
    "plain", "Zażółć gęślą jaźń", "cafe\u0301", "e\u0301\u0323", "\u00e9", "\u00ad",
    "日本語", "ｆｕｌｌ", "ﾊﾝｶｸ", "한국어", "\u1112\u1161\u11ab", "中文。", "「」", "〜",
    "Ελληνικά", "кириллица", "עברית", "العربية", "हिन्दी"[:1], "ไทย",
    "🐢", "🐢🐢", "👨‍👩‍👧", "❤\ufe0f", "☺\ufe0f", "☺", "⌚", "⭐", "✅", "✓", "★",
    "🇵🇱", "👍🏽", "–—…", "×", "█░▁▂", "±", "µ", "∞", "≤", "™", "①", "\u200b", "a\u200bb",
    "\u20ac", "𝒳", "𠀀", "\u3000", "\ufe0f", "ﬁ", "\u2009", "\u00a0", "〇", "㎏", "䷀", "Ⅷ",
]

for text in TEXTS:
    print(wcswidth(text), " ".join(f"{ord(c):x}" for c in text), sep="\t")
