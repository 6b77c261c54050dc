import { describe, expect, it } from 'vitest';
import { bombs } from '../../fuzz/bombs';
import { OnnxFuzz, tapWhole } from '../../fuzz/onnxFuzz';
import { fixtureModel, form, formNames } from './onnxFixtures';

const exported = ['bert-eager-17', 'llama-sdpa-dynamo', 'bart-sdpa-17', 't5-eager-dynamo'];

describe('a model file that was changed', () => {
  const fuzz = new OnnxFuzz([
    ...formNames.map((name) => form(`${name}.onnx`)),
    ...exported.map(fixtureModel),
  ]);

  it('is tapped, or refused with its reason', () => {
    const endings = new Map<string, number>();
    for (let seed = 0; seed < 2000; seed++) {
      const ending = tapWhole(fuzz.file(seed));
      endings.set(ending, (endings.get(ending) ?? 0) + 1);
    }
    // Each of the ways is taken often, so that the mutations are neither too wild nor too tame.
    for (const ending of [
      'tapped',
      'model-not-onnx',
      'model-truncated',
      'model-refused',
      'model-no-attention',
    ])
      expect(endings.get(ending), ending).toBeGreaterThan(20);
  });

  it('is the same for the same seed', () => {
    expect(fuzz.file(42)).toEqual(fuzz.file(42));
    expect(fuzz.file(42)).not.toEqual(fuzz.file(43));
  });
});

describe('a model file that was made to harm', () => {
  it.each(bombs)('is tapped, or refused with its reason: $name', ({ make }) => {
    for (const size of [1, 33, 300]) expect(tapWhole(make(size))).toMatch(/^(tapped|model-[a-z-]+)$/);
  });

  it('has more parts than any model', () => {
    const list = bombs.find(({ name }) => name === 'one list of numbers');
    expect(tapWhole(list?.make(2_100_000) ?? new Uint8Array())).toBe('model-too-many-parts');
  });
});
