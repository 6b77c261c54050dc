/** Wrong usage: the command line makes no sense, whatever the files. Exit status 2. */
export class UsageError extends Error {}

export const help = `Headlight: what the attention heads of a Transformer look at.

  headlight explain FILE --word WORD [--occurrence N] [--scope sentence|paragraph|document]
                    [--model MODEL] [--layer N|mean] [--head N|mean|max] [--json]
      The words that WORD attends to, with their weights. --json gives the rows of every head; spans are UTF-16
      ranges in FILE.

  headlight inspect MODEL [--json]
      The attention blocks of a model, or why a block is refused.

  headlight weights MODEL (--text TEXT | --ids 1,2,3) [--input NAME=1,0,…]… --npz FILE
      The exact weights of every block as arrays block0, block1, … of shape [heads, queries, keys].

MODEL is an ONNX file, or a folder with model.onnx (or onnx/model.onnx) and tokenizer.json. Without --model the
bundled model is used.

Exit status: 0; 1 for a refusal or a bad input, with one line that says why; 2 for wrong usage.
`;
