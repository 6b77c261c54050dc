"""The encoder `headlight-encoder`: BERT for English, Chinese and code."""
