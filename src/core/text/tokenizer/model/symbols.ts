import { MergeQueue } from './mergeQueue';
import type { Merges } from './merges';

/** Ranks times this, plus a position, order the merges by rank and then from the left. */
const positions = 2 ** 28;

/** A word as a linked list of pieces that merge, each with its range in the word. */
export class Symbols {
  private readonly ids: number[] = [];
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  /** Where the next piece of each stands, and the one before it; -1 for none, and for a piece that is merged away. */
  private readonly next: number[] = [];
  private readonly previous: number[] = [];

  add(id: number, start: number, end: number): void {
    const at = this.ids.length;
    this.ids.push(id);
    this.starts.push(start);
    this.ends.push(end);
    this.previous.push(at - 1);
    this.next.push(-1);
    if (at > 0) this.next[at - 1] = at;
  }

  /** Merges until no pair is left that merges. O(n log n). */
  merge({ ranks, results }: Merges): void {
    const queue = new MergeQueue();
    const propose = (left: number, right: number): void => {
      const rank = ranks.get(this.ids[left] ?? -1, this.ids[right] ?? -1);
      if (rank >= 0) queue.push(rank * positions + left);
    };
    for (let at = 0; at + 1 < this.ids.length; at++) propose(at, at + 1);
    for (let best = queue.pop(); best !== undefined; best = queue.pop()) {
      const left = best % positions;
      const right = this.next[left] ?? -1;
      if (right < 0) continue;
      // An entry whose pieces have merged with others since is stale, unless the pair that is here now gives the same.
      const now = ranks.get(this.ids[left] ?? -1, this.ids[right] ?? -1);
      const result = results[Math.floor(best / positions)];
      if (now < 0 || result === undefined || results[now] !== result) continue;
      this.join(left, right, result);
      const before = this.previous[left] ?? -1;
      const after = this.next[left] ?? -1;
      if (before >= 0) propose(before, left);
      if (after >= 0) propose(left, after);
    }
  }

  private join(left: number, right: number, id: number): void {
    const after = this.next[right] ?? -1;
    this.ids[left] = id;
    this.ends[left] = this.ends[right] ?? 0;
    this.next[left] = after;
    this.next[right] = -1;
    if (after >= 0) this.previous[after] = left;
  }

  /** Calls `visit` with each piece that is left, in order. */
  forEach(visit: (id: number, start: number, end: number) => void): void {
    for (let at = this.ids.length > 0 ? 0 : -1; at >= 0; at = this.next[at] ?? -1)
      visit(this.ids[at] ?? 0, this.starts[at] ?? 0, this.ends[at] ?? 0);
  }
}
