/** What one number can say of a head: the means of a quantity over its rows. */
export interface HeadFigures {
  /** Σ -α log₂ α, in bits: 0 where each row has all its weight on one token. */
  readonly entropy: number;
  /** The weight on special tokens. */
  readonly special: number;
  /** The weight on the first token. */
  readonly first: number;
  /** Only within one text: */
  readonly within: WithinText | undefined;
}

export interface WithinText {
  /** Σ α |i - j|, in tokens. */
  readonly distance: number;
  /** The weight on the token before, among the rows that have one (Olsson et al. 2022 call it the previous-token score). */
  readonly previous: number;
  /** The weight on the token behind, among the rows that have one. */
  readonly next: number;
  /** The weight on the token itself. */
  readonly same: number;
}

/** Adds up the figures of a head, a row at a time. */
export class FigureSums {
  #rows = 0;
  #entropy = 0;
  #special = 0;
  #first = 0;
  #distance = 0;
  #previous = 0;
  #next = 0;
  #same = 0;

  /** @param special 1 for each special token of the keys' text, else 0 @param isWithin whether queries and keys are of one text */
  constructor(
    private readonly special: Uint8Array,
    private readonly isWithin: boolean,
  ) {}

  /** The row of a query: one weight a key. */
  add(query: number, row: Float32Array): void {
    this.#rows++;
    this.#first += row[0] ?? 0;
    for (let key = 0; key < row.length; key++) {
      const weight = row[key] ?? 0;
      if (weight <= 0) continue;
      this.#entropy -= weight * Math.log2(weight);
      this.#distance += weight * Math.abs(query - key);
      if (this.special[key] === 1) this.#special += weight;
    }
    this.#previous += query > 0 ? (row[query - 1] ?? 0) : 0;
    this.#same += row[query] ?? 0;
    this.#next += row[query + 1] ?? 0;
  }

  get figures(): HeadFigures {
    const rows = Math.max(1, this.#rows);
    const neighbours = Math.max(1, this.#rows - 1);
    return {
      entropy: this.#entropy / rows,
      special: this.#special / rows,
      first: this.#first / rows,
      within: this.isWithin
        ? {
            distance: this.#distance / rows,
            previous: this.#previous / neighbours,
            next: this.#next / neighbours,
            same: this.#same / rows,
          }
        : undefined,
    };
  }
}
