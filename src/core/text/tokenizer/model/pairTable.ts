/** Ranks by pairs of ids: an open-addressed hash table, some 10 bytes an entry where a Map of pairs takes 100. */
export class PairTable {
  private readonly mask: number;
  /** Left id, right id and rank of each slot; -1 for a free one. */
  private readonly slots: Int32Array;

  /** @param count most pairs that will be set */
  constructor(count: number) {
    const size = 2 ** Math.ceil(Math.log2(count * 2 + 2));
    this.mask = size - 1;
    this.slots = new Int32Array(size * 3).fill(-1);
  }

  set(left: number, right: number, rank: number): void {
    const at = this.find(left, right);
    this.slots[at] = left;
    this.slots[at + 1] = right;
    this.slots[at + 2] = rank;
  }

  /** The pair's rank; -1 for a pair without one. */
  get(left: number, right: number): number {
    return this.slots[this.find(left, right) + 2] ?? -1;
  }

  /** The pair's slot, or the free one where it would be. */
  private find(left: number, right: number): number {
    const { slots, mask } = this;
    let hash = Math.imul(left, 0x9e3779b1) ^ Math.imul(right + 1, 0x85ebca6b);
    hash ^= hash >>> 15;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const at = slot * 3;
      if (slots[at] === -1 || (slots[at] === left && slots[at + 1] === right)) return at;
    }
  }
}
