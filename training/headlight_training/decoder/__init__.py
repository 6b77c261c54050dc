"""How `headlight-decoder` is made: a small GPT-2 for English, Chinese and code."""
