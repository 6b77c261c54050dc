import type { ValueInfo } from '../../core/onnx/graph/model';
import { inputRole } from '../session/inputRole';

/** The tokens of a decoder, in a graph that has an encoder too. */
export function isDecoderIds(input: ValueInfo): boolean {
  return inputRole(input) === 'decoderIds';
}

/** The tokens of a decoder in a graph of its own. */
export function isIds(input: ValueInfo): boolean {
  const role = inputRole(input);
  return role === 'ids' || role === 'decoderIds';
}
