"""Times what a user of Python does for the same picture: `transformers` with eager attention, then BertViz's HTML.

Reads a line `eager N` or `bertviz N` for N tokens from standard input and answers when it is done; the first line it writes
says what it can do.
"""

import json
import sys


def main(config_file: str, threads: int) -> None:
    """Answer requests until standard input ends."""
    import torch
    import transformers

    torch.set_num_threads(threads)
    torch.set_grad_enabled(False)
    transformers.logging.set_verbosity_error()
    fields = json.load(open(config_file, encoding="utf-8"))
    fields.pop("architectures")
    config = transformers.BertConfig(**fields)
    torch.manual_seed(0)
    model = transformers.BertModel._from_config(config, attn_implementation="eager").eval()
    try:
        from bertviz import head_view
    except ImportError:
        head_view = None
    versions = {"torch": torch.__version__, "transformers": transformers.__version__}
    print(json.dumps({**versions, "bertviz": head_view is not None}), flush=True)
    for line in sys.stdin:
        what, tokens = line.split()
        ids = (100 + torch.arange(int(tokens)) * 37 % 5000)[None]
        attentions = model(input_ids=ids, attention_mask=torch.ones_like(ids), output_attentions=True).attentions
        if what == "bertviz" and head_view is not None:
            page = head_view(attentions, [str(token) for token in ids[0].tolist()], html_action="return")
            assert len(page.data) > 0
        print("done", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
