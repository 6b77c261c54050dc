import { expect } from 'vitest';

export function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

export function meanOf(rows: readonly (readonly number[])[]): number[] {
  return range(rows[0]?.length ?? 0).map(
    (key) => rows.reduce((sum, row) => sum + (row[key] ?? NaN), 0) / rows.length,
  );
}

export function largestDifference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, index) => Math.max(most, Math.abs(value - (b[index] ?? NaN))), 0);
}

export function expectClose(actual: Float32Array, expected: readonly number[]): void {
  expect(largestDifference(actual, Float32Array.from(expected))).toBeLessThan(1e-6);
}
