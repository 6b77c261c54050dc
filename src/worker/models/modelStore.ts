import { HeadlightError } from '../../core/errors';
import { bytesOfModel, disposeModel, type LoadedModel } from './loadedModel';

/** The models in memory: the ones used last, as far as they fit together. */
export class ModelStore {
  /** In the order of use. */
  readonly #models = new Map<number, LoadedModel>();
  /** Bytes that they may take together, as the last `open` said. */
  #limit = Infinity;

  /** @param onGone is told of each model that is let go */
  constructor(private readonly onGone: (model: number) => void) {}

  add(model: LoadedModel): void {
    this.#models.set(model.answer.model, model);
  }

  /** The model of that number, which now counts as the one used last. Errors: `model-unknown`. */
  get(id: number): LoadedModel {
    const model = this.#models.get(id);
    if (!model) throw new HeadlightError('model-unknown');
    this.#models.delete(id);
    this.#models.set(id, model);
    return model;
  }

  /** Lets the models go that were used longest ago, until the rest leaves `bytes` free of `limit`. */
  async makeRoom(bytes: number, limit: number): Promise<void> {
    this.#limit = limit;
    await this.#letGo(bytes, 0);
  }

  /** Keeps the bound again after a model has grown, as by its first predictions; the one used last stays. */
  async trim(): Promise<void> {
    await this.#letGo(0, 1);
  }

  async dispose(): Promise<void> {
    await this.makeRoom(1, 0);
  }

  async #letGo(bytes: number, kept: number): Promise<void> {
    for (const [id, model] of [...this.#models].slice(0, this.#models.size - kept)) {
      const taken = [...this.#models.values()].reduce((sum, one) => sum + bytesOfModel(one), 0);
      if (taken + bytes <= this.#limit) return;
      this.#models.delete(id);
      this.onGone(id);
      await disposeModel(model);
    }
  }
}
