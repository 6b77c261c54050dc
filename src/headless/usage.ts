/** Wrong usage: the command line makes no sense, whatever the files. Exit status 2. */
export class UsageError extends Error {}

export const help = `Headlight: what the attention heads of a Transformer look at.

  headlight explain FILE --word WORD [--occurrence N] [--scope sentence|paragraph|document]
                    [--model MODEL] [--kind self|causal|cross] [--layer N|mean] [--head N|mean|max]
                    [--target WORD] [--beams N] [--json]
      The words that WORD attends to, with their weights. A translation model writes its translation first, and by
      cross-attention shows what of it attends to WORD; --target asks about a word of the translation instead.
      --json gives the rows of every head; spans are UTF-16 ranges in FILE.

  headlight predict FILE --word WORD [--occurrence N] [--scope sentence|paragraph|document]
                    [--model MODEL] [--count N] [--json]
      What a masked language model puts in the place of WORD, or a decoder after it, with probabilities.

  headlight inspect MODEL [--json]
      The attention blocks of a model, or why a block is refused.

  headlight weights MODEL (--text TEXT | --ids 1,2,3) [--input NAME=1,0,…]… --npz FILE
      The exact weights of every block as arrays block0, block1, … of shape [heads, queries, keys].

--engine auto|wasm|native, with every command, says what the model runs in: by default the native engine where there is
one that starts, else WebAssembly.

--tokenizer FILE, where a text is read, takes another tokenizer.json, vocab.txt or vocab.json (with its merges.txt);
--tokenizer ids reads the text as token ids with white space between them.

MODEL is an ONNX file, or a folder with model.onnx (or encoder_model.onnx and decoder_model.onnx), there or in
onnx/, and tokenizer.json (or the older files vocab.txt, or vocab.json with merges.txt); or the name of a bundled
model: headlight-encoder, which is used without --model, headlight-decoder or headlight-translator.

Exit status: 0; 1 for a refusal or a bad input, with one line that says why; 2 for wrong usage.
`;
