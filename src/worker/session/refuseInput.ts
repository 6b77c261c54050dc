import { HeadlightError } from '../../core/errors';
import type { ValueInfo } from '../../core/onnx/graph/model';
import type { InputRole } from './inputRole';

/**
 * Refuses an input that no text fills: an image, sound, or what an encoder makes of a source.
 * @throws HeadlightError `model-image`, `model-audio`, `model-encoder-missing`
 */
export function refuseInput({ name }: Pick<ValueInfo, 'name'>, role: InputRole): void {
  if (role === 'image') throw new HeadlightError('model-image', { name });
  if (role === 'audio') throw new HeadlightError('model-audio', { name });
  if (role === 'states') throw new HeadlightError('model-encoder-missing', { name });
}
