import { describe, expect, it } from 'vitest';
import { softmaxRow } from '../../../src/core/attention/softmaxRow';

describe('the softmax of a row', () => {
  it('is written at its place and sums to 1, however large the scores', () => {
    const out = new Float32Array(6).fill(7);
    softmaxRow(Float32Array.of(1000, 999, -1e30, -Infinity), out, 1);
    const share = 1 / (1 + Math.exp(-1));
    expect([...out]).toEqual([7, expect.closeTo(share, 6), expect.closeTo(1 - share, 6), 0, 0, 7]);
    softmaxRow(Float32Array.of(-2000, -2000), out, 0);
    expect([...out.subarray(0, 2)]).toEqual([0.5, 0.5]);
  });

  it('leaves out the share of a sink', () => {
    const out = new Float32Array(2);
    softmaxRow(Float32Array.of(1, 2), out, 0, 3);
    const sum = Math.exp(1) + Math.exp(2) + Math.exp(3);
    expect([...out]).toEqual([expect.closeTo(Math.exp(1) / sum, 6), expect.closeTo(Math.exp(2) / sum, 6)]);
    // However much larger it is.
    softmaxRow(Float32Array.of(-1000, -2000), out, 0, 0);
    expect([...out]).toEqual([0, 0]);
  });

  it('is no number where every key is masked', () => {
    const out = new Float32Array(2);
    softmaxRow(Float32Array.of(-Infinity, -Infinity), out, 0);
    expect([...out]).toEqual([NaN, NaN]);
  });
});
