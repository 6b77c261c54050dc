"""How the bundled model `headlight-encoder` is made: read README.md one folder up."""

import os

os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
