/**
 * What the user reads for each error code: what happened, then what to do. English; the host looks the sentence up in
 * its language bundle, the headless entry prints it as it stands. `{name}` is filled from the error's parameters.
 */
export const errorMessages = {
  cancelled: 'Cancelled.',
  internal: 'Something went wrong inside Headlight. Run the command again; the log has the details.',
  'worker-crashed':
    'The inference worker stopped unexpectedly, most likely out of memory. It starts anew with the next command; try a shorter text or a smaller model.',
  'worker-start': 'The inference worker did not start. The log has the details.',
  'out-of-memory':
    'There is not enough memory to run “{model}” on {tokens} tokens. Choose a smaller scope or a smaller model.',

  'text-no-editor': 'No text editor is open. Open a text, put the caret on a word and run the command again.',
  'text-withheld':
    'VS Code opens this file without handing it to extensions, since it is binary or above 50 MB. Copy the text of interest into a new file.',
  'text-empty': 'There is no text to explain here. Put the caret on a word and run the command again.',
  'text-no-word': 'There is no word at the caret. Put the caret on a word, or select some text.',
  'text-none-before':
    'There is no text before the caret to go on from. Put the caret behind some text and run the command again.',
  'text-binary': 'This looks like a binary file, not text. Open a text file and run the command again.',
  'text-no-tokens': 'The tokenizer of “{model}” finds no token in the chosen text.',
  'text-query-no-tokens': 'The tokenizer of “{model}” makes no token of the chosen word. Choose another one.',
  'text-query-too-long':
    'The chosen text is longer than the {limit} tokens that “{model}” takes. Select fewer words.',
  'file-missing': 'There is no file {path}. Check the path.',
  'file-unreadable': 'The file {path} cannot be read. Check its permissions.',
  'file-empty': 'The file {path} has no text to explain.',
  'file-unwritable': 'The file {path} cannot be written: {reason}',
  'file-is-folder': '{path} is a folder. Name a text file in it.',
  'file-too-large':
    'The file {path} has {size} MB; Headlight reads files of at most {limit} MB. Put the part to explain into a file of its own.',
  'word-not-found': 'The word “{word}” is not in the text as occurrence {occurrence}.',

  'model-missing': 'There is no ONNX model at {path}. Check the path, or the setting “headlight.model”.',
  'model-unknown': 'That model is no longer open. Run Explain Attention again.',
  'model-truncated':
    'The model file {path} ends too early: it was copied or downloaded only in part. Fetch it again.',
  'model-lfs-pointer':
    'The file {path} is a Git LFS pointer, not the model itself. Run “git lfs pull” where it came from.',
  'model-not-onnx': 'The file {path} is not an ONNX model.',
  'model-no-attention': 'No attention was found in {path}: {reason}.',
  'model-refused': 'The attention in {path} is of a kind that Headlight does not read yet: {node}: {reason}.',
  'model-external-data-missing':
    'The model {path} keeps its weights in “{file}”, which is not beside it. Put the file there.',
  'model-merged-only':
    'The decoder of {path} is there only as {file}, which joins two graphs under a condition. Put decoder_model.onnx beside it.',
  'model-decoder-missing':
    'There is no decoder_model.onnx beside {path}, without which nothing can be translated. Put it there, or open the encoder’s file by itself.',
  'model-no-scores':
    'The model “{model}” has no output with scores of its vocabulary, so it writes no text. Choose a model that was exported with its language-model head.',
  'model-no-start':
    'The configuration of “{model}” does not say with which token a translation starts. Add “decoder_start_token_id” to its generation_config.json.',
  'model-no-predictions':
    'The model “{model}” predicts neither masked words nor the next token. Choose a language model.',
  'model-no-masks':
    'The model “{model}” was not made to predict masked words. Choose a masked language model.',
  'config-invalid': 'The configuration {path} cannot be read: {reason}',
  'model-load': 'ONNX Runtime cannot load {path}: {reason}',
  'model-run': 'ONNX Runtime stopped while running “{model}”: {reason}',
  'model-input':
    'The model asks for an input “{name}” ({type}) that Headlight cannot fill in. Give its values by name.',
  'input-unknown': 'The model has no input “{name}”. Its inputs are: {names}.',
  'input-size': 'The input “{name}” takes {expected} values here, but {actual} were given.',
  'ids-out-of-range':
    'Token {id} is outside the model’s vocabulary of {size}: the tokenizer and the model do not fit together.',
  'tokenizer-missing': 'There is no tokenizer.json beside {path}. Put the model’s tokenizer there.',
  'tokenizer-invalid': 'The tokenizer {path} cannot be read: {reason}',
  'tokenizer-unsupported': 'The tokenizer {path} is of a kind that Headlight does not read yet: {reason}',

  'tokenizer-no-mask': 'The tokenizer of “{model}” has no mask token. Choose a masked language model.',

  'run-unknown': 'That run is no longer in memory. Run Explain Attention again.',
  'kind-unknown': 'The model has no {kind} attention. Choose another head.',
  'head-unknown': 'The model has no layer {layer}, head {head}.',
} as const;

/** The message with its `{name}` placeholders filled in. */
export function formatMessage(template: string, params: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}
