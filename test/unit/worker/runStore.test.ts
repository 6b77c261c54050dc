import { describe, expect, it } from 'vitest';
import { numberSource } from '../../../src/worker/service/ids';
import { RunStore } from '../../../src/worker/runs/runStore';

const run = (id: number, bytes: number): { id: number; bytes: number } => ({ id, bytes });

describe('the store of runs', () => {
  it('keeps the newest even where it is larger than all that is allowed', () => {
    const store = new RunStore({ bytes: 10, runs: 8 });
    store.add(run(1, 5));
    store.add(run(2, 50));
    expect(store.get(2)).toEqual(run(2, 50));
    expect(() => store.get(1)).toThrow(expect.objectContaining({ code: 'run-unknown' }));
  });

  it('forgets by use, not by age, until the rest fits', () => {
    const store = new RunStore({ bytes: 100, runs: 8 });
    for (const id of [1, 2, 3]) store.add(run(id, 30));
    store.get(1);
    store.add(run(4, 30));
    expect(() => store.get(2)).toThrow();
    for (const id of [1, 3, 4]) expect(store.get(id).id).toBe(id);
  });

  it('counts what runs have grown to', () => {
    const store = new RunStore<{ id: number; bytes: number }>({ bytes: 100, runs: 8 });
    const growing = run(2, 30);
    store.add(run(1, 30));
    store.add(growing);
    growing.bytes = 90;
    store.trim();
    expect(() => store.get(1)).toThrow();
    expect(store.get(2)).toBe(growing);
  });

  it('forgets at once what is released', () => {
    const store = new RunStore();
    store.add(run(1, 30));
    store.delete(1);
    store.delete(9);
    expect(() => store.get(1)).toThrow();
  });
});

describe('numbers of runs', () => {
  it('are exact integers, rise, and differ between workers', () => {
    const [one, other] = [numberSource(), numberSource()];
    const numbers = [one(), one(), one()];
    expect(numbers).toEqual([numbers[0], (numbers[0] ?? 0) + 1, (numbers[0] ?? 0) + 2]);
    expect(numbers.every(Number.isSafeInteger)).toBe(true);
    expect(Math.abs(other() - (numbers[0] ?? 0))).toBeGreaterThan(2 ** 19);
  });
});
