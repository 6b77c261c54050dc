"""How the bundled model `headlight-encoder` is made: read README.md one folder up."""
