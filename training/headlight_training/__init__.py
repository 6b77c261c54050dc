"""How the bundled models are made: read README.md one folder up."""

import os

os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
