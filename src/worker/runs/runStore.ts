import { HeadlightError } from '../../core/errors';

interface Stored {
  readonly id: number;
  /** What it holds of memory now; it may grow. */
  readonly bytes: number;
}

export interface StoreLimits {
  readonly bytes: number;
  readonly runs: number;
}

/** The runs in memory: the ones used last, within bounds. The newest is always kept, however large. */
export class RunStore<Run extends Stored> {
  /** In the order of use. */
  readonly #runs = new Map<number, Run>();

  constructor(private readonly limits: StoreLimits = { bytes: 256 * 2 ** 20, runs: 8 }) {}

  add(run: Run): void {
    this.#runs.set(run.id, run);
    this.trim();
  }

  /** The run of that number, which now counts as the one used last. Errors: `run-unknown`. */
  get(id: number): Run {
    const run = this.#runs.get(id);
    if (!run) throw new HeadlightError('run-unknown');
    this.#runs.delete(id);
    this.#runs.set(id, run);
    return run;
  }

  delete(id: number): void {
    this.#runs.delete(id);
  }

  /** Forgets the runs that `isGone` holds for, such as those of a model that is let go. */
  deleteWhere(isGone: (run: Run) => boolean): void {
    for (const run of [...this.#runs.values()]) if (isGone(run)) this.#runs.delete(run.id);
  }

  /** Forgets the runs used longest ago until the rest is within bounds. */
  trim(): void {
    for (const id of [...this.#runs.keys()].slice(0, -1)) {
      const bytes = [...this.#runs.values()].reduce((sum, run) => sum + run.bytes, 0);
      if (this.#runs.size <= this.limits.runs && bytes <= this.limits.bytes) return;
      this.#runs.delete(id);
    }
  }
}
