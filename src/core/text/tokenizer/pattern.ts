import { invalid } from './fault';
import type { JsonObject } from './jsonObject';
import { literalRegex, translateRegex } from './regex/translateRegex';

/** The `pattern` of a stage: `{"String": …}` is searched for as it stands, `{"Regex": …}` is an expression of Oniguruma. */
export function readPattern(stage: JsonObject): RegExp {
  const pattern = stage.object('pattern');
  if (pattern.has('String')) return literalRegex(pattern.text('String'));
  if (pattern.has('Regex')) return translateRegex(pattern.text('Regex'));
  throw invalid('a pattern has neither a string nor a regular expression');
}
