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
  'word-empty': 'The word to look for is empty. Name one that is in the text.',
  'word-not-found': 'The word “{word}” is not in the text as occurrence {occurrence}.',

  'model-missing': 'There is no ONNX model at {path}. Check the path, or the setting “headlight.model”.',
  'model-folder-empty':
    'There is no ONNX file in {path}, nor in an “onnx” folder in it. Choose the folder of an exported model, or its ONNX file.',
  'model-not-downloaded':
    'The model “{model}” is not on this machine. Run “Headlight: Download Model from Hub…”, or choose another model.',
  'model-untrusted':
    'This workspace is not trusted, so only bundled and downloaded models open in it. Trust it (“Workspaces: Manage Workspace Trust”), or choose one of those.',
  'model-unknown': 'That model is no longer open. Run Explain Attention again.',
  'model-truncated':
    'The model file {path} ends too early: it was copied or downloaded only in part. Fetch it again.',
  'model-lfs-pointer':
    'The file {path} is a Git LFS pointer, not the model itself. Run “git lfs pull” where it came from.',
  'model-not-onnx': 'The file {path} is not an ONNX model.',
  'model-too-slow':
    'Reading the model did not end within {seconds} seconds, which no published model takes, so it was stopped. Check where the model comes from.',
  'model-too-many-parts':
    'The graph of {path} has more parts than Headlight reads; no published model has as many. Check where the file comes from.',
  'model-no-attention': 'No attention was found in {path}: {reason}.',
  'model-refused': 'The attention in {path} is of a kind that Headlight does not read yet: {node}: {reason}.',
  'model-external-data-missing':
    'The model {path} keeps its weights in “{file}”, which is not beside it. Put the file there.',
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
  'config-heads':
    'The configuration {path} says {expected} attention heads, but the graph has {actual}. They belong to different models: put the right config.json beside the graph, or take the wrong one away.',
  'config-head-size':
    'The configuration {path} says heads of size {expected}, but those of the graph have {actual}. They belong to different models: put the right config.json beside the graph, or take the wrong one away.',
  'model-encoder-missing':
    'The decoder reads what an encoder made of the source (its input “{name}”), but no encoder was opened with it. Put encoder_model.onnx beside it and open that file, or the folder.',
  'model-image':
    'The model reads images (its input “{name}”). Headlight explains models that read text; of others “headlight inspect” lists the attention.',
  'model-audio':
    'The model reads sound (its input “{name}”). Headlight explains models that read text; of others “headlight inspect” lists the attention.',
  'model-bfloat16':
    'The weights of {path} are bfloat16, which ONNX Runtime does not compute on a processor. Export the model as float32 or float16.',
  'text-too-many-steps':
    'The graph of “{model}” takes one token at a time, so a text is run in as many steps: at most {limit}. Choose a smaller scope.',
  'config-invalid': 'The configuration {path} cannot be read: {reason}',
  'model-load': 'ONNX Runtime cannot load {path}: {reason}',
  'model-run': 'ONNX Runtime stopped while running “{model}”: {reason}',
  'model-needs-native':
    'The weights of {path} take {size} GB, more than WebAssembly can address (4 GB). Use the native engine: the setting “headlight.engine”, or --engine native.',
  'model-memory':
    'There is not enough memory to load {path}. Choose a smaller or a quantised model, or the native engine, which is not bound to WebAssembly’s 4 GB.',
  'engine-missing':
    'This installation has no native engine for {platform}. Install Headlight’s package for that platform, or set “headlight.engine” to “auto”.',
  'engine-load':
    'The native engine does not start here: {reason} Set “headlight.engine” to “auto” to do without it.',
  'model-input':
    'The model asks for an input “{name}” ({type}) that Headlight cannot fill in. Give its values by name.',
  'input-unknown': 'The model has no input “{name}”. Its inputs are: {names}.',
  'input-size': 'The input “{name}” takes {expected} values here, but {actual} were given.',
  'ids-out-of-range':
    'Token {id} is outside the model’s vocabulary of {size}: the tokenizer and the model do not fit together.',
  'tokenizer-missing':
    'There is no tokenizer beside {path}. Choose one with “Headlight: Choose Tokenizer…”, or put the model’s tokenizer.json there.',
  'tokenizer-sentencepiece':
    'Of a tokenizer there is only {file} beside {path}: a SentencePiece model does not say all that is done to a text. Write a tokenizer.json with Python: transformers.AutoTokenizer.from_pretrained(folder).save_pretrained(folder).',
  'tokenizer-invalid': 'The tokenizer {path} cannot be read: {reason}',
  'tokenizer-too-costly':
    'The model’s tokenizer makes more of this text than there is room for. Try a shorter text; if that does not help, check where the model comes from.',
  'tokenizer-too-slow':
    'The model’s tokenizer did not end within {seconds} seconds, so it was stopped. Try a shorter text; if that does not help, check where the model comes from.',
  'tokenizer-unsupported': 'The tokenizer {path} is of a kind that Headlight does not read yet: {reason}',
  'tokenizer-unfit':
    '{path} is no tokenizer that Headlight reads. Choose a tokenizer.json, a vocab.txt or a vocab.json.',

  'tokenizer-no-mask': 'The tokenizer of “{model}” has no mask token. Choose a masked language model.',

  'hub-name':
    '“{text}” is not the name of a model. Type owner/name, as on the model’s page, or paste the page’s address.',
  'hub-endpoint':
    'The setting “headlight.hub.endpoint” is not the address of a hub: “{text}”. It begins with https://.',
  'hub-offline':
    'The hub at {endpoint} cannot be reached: {reason}. Check the network and the proxy, or name another hub in “headlight.hub.endpoint”.',
  'hub-insecure':
    'The hub at {endpoint} leads to an address without encryption. Nothing was fetched from there.',
  'hub-token-needed':
    'There is no public model “{repo}”. Check the name; if the model is private or gated, run “Headlight: Set Hub Token…” first.',
  'hub-token-refused':
    'The hub does not accept your token for “{repo}”. Check the name, and set a valid token with “Headlight: Set Hub Token…”.',
  'hub-gated':
    '“{repo}” is gated: accept its terms at {page}, then set a token of that account with “Headlight: Set Hub Token…”.',
  'hub-forbidden':
    'The hub does not give you access to “{repo}”. Ask for it at {page}, and set a token that may read it with “Headlight: Set Hub Token…”.',
  'hub-repo-missing': 'The hub has no model “{repo}”. Check the name.',
  'hub-revision-missing': '“{repo}” has no branch, tag or commit “{revision}”.',
  'hub-repo-or-revision-missing':
    'The hub has no model “{repo}”, or it has no branch, tag or commit “{revision}”. Check both names.',
  'hub-file-missing': 'The hub has no file {file} in “{repo}”, although it lists it. Try again later.',
  'hub-busy': 'The hub takes no more requests for now. Try again in some minutes.',
  'hub-busy-until': 'The hub takes no more requests for now. Try again in {seconds} seconds.',
  'hub-status': 'The hub at {endpoint} answered with status {status}. Try again later.',
  'hub-answer': 'The answer of {endpoint} is not that of a hub: {reason}. Check “headlight.hub.endpoint”.',
  'hub-no-onnx':
    '“{repo}” has no ONNX file. Look for an ONNX export of the model, such as one in the repositories of onnx-community.',
  'hub-cut':
    'The connection was cut after {done} of {total} MB of {file}: {reason}. Run the command again: it goes on from there.',
  'hub-checksum':
    '{file} did not arrive as the hub has it: its SHA-256 is another one. It was deleted; run the command again.',
  'hub-size':
    '{file} did not arrive as the hub has it: its size is another one. It was deleted; run the command again, or check {endpoint}.',
  'disk-full':
    'The disk is full: {path} cannot be written. Make room and run the command again: it goes on from there.',
  'storage-write': '{path} cannot be written: {reason}',

  'run-unknown': 'That run is no longer in memory. Run Explain Attention again.',
  'kind-unknown': 'The model has no {kind} attention. Choose another head.',
  'head-unknown': 'The model has no layer {layer}, head {head}.',
} as const;

/** The message with its `{name}` placeholders filled in. */
export function formatMessage(template: string, params: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}
