import type * as vscode from 'vscode';

const key = 'recentModels';
/** As many as one still knows what they are. */
const kept = 5;

/** The user's own models that were chosen last, the newest first. */
export class RecentModels {
  constructor(private readonly memento: vscode.Memento) {}

  all(): readonly string[] {
    return this.memento.get<readonly string[]>(key, []);
  }

  async add(model: string): Promise<void> {
    await this.memento.update(key, [model, ...this.#without(model)].slice(0, kept));
  }

  async remove(model: string): Promise<void> {
    await this.memento.update(key, this.#without(model));
  }

  #without(model: string): string[] {
    return this.all().filter((one) => one !== model);
  }
}
