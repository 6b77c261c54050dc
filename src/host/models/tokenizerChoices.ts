import type * as vscode from 'vscode';

const key = 'tokenizers';

/** What a user has chosen for a model without a tokenizer: a file, or that texts are token ids. */
export type TokenizerChoice = { readonly file: string } | 'ids';

/** Those choices, by what settings call the model. They outlive the window. */
export class TokenizerChoices {
  constructor(private readonly memento: vscode.Memento) {}

  of(model: string): TokenizerChoice | undefined {
    return this.#all()[model];
  }

  async set(model: string, choice: TokenizerChoice | undefined): Promise<void> {
    const others = Object.entries(this.#all()).filter(([name]) => name !== model);
    const all = choice === undefined ? others : [...others, [model, choice] as const];
    await this.memento.update(key, Object.fromEntries(all));
  }

  #all(): Readonly<Record<string, TokenizerChoice>> {
    return this.memento.get<Readonly<Record<string, TokenizerChoice>>>(key, {});
  }
}
