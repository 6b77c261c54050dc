import { describe, expect, it } from 'vitest';
import { fromErrorShape, HeadlightError, toErrorShape } from '../../../src/core/errors';
import { because } from '../../../src/core/refusalReasons';
import { errorSentence } from '../../../src/core/sentences';

describe('the sentence of an error', () => {
  const reason = because('fused-operator', { op: 'com.microsoft.Attention' });
  const error = new HeadlightError('model-refused', { path: 'm.onnx', node: 'layer.0', reason });

  it('has the sentence of its reason inside', () => {
    expect(errorSentence(error)).toBe(
      'The attention in m.onnx is of a kind that Headlight does not read yet: layer.0: the fused operator com.microsoft.Attention is not read yet.',
    );
  });

  it('is translated as a whole, its reason too, after the way through a port', () => {
    const translations: Readonly<Record<string, string>> = {
      'the fused operator {op} is not read yet': 'Operator {op} wird nicht gelesen',
      'The attention in {path} is of a kind that Headlight does not read yet: {node}: {reason}.':
        '{path}, {node}: {reason}!',
    };
    const arrived = fromErrorShape(structuredClone(toErrorShape(error)));
    expect(errorSentence(arrived, (english) => translations[english] ?? english)).toBe(
      'm.onnx, layer.0: Operator com.microsoft.Attention wird nicht gelesen!',
    );
  });
});
