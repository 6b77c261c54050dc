"""How the bundled model `headlight-translator` is made: read README.md two folders up."""
