import { askHeadless, bundledModel } from './headless';

/** What `npm run -s headlight -- predict … --json` prints; here its part that the tests look at. */
export interface Predicted {
  readonly places: readonly {
    readonly token: number;
    readonly predictions: readonly { readonly text: string; readonly probability: number }[];
    readonly original: { readonly rank: number } | null;
  }[];
}

/** What a bundled model puts in a word's place, or after it, as the headless entry gives it. */
export async function predictHeadless(text: string, word: string, model: string): Promise<Predicted> {
  const options = ['--word', word, '--model', bundledModel(model)];
  // SAFETY: the schema is fixed, and tested where it is made.
  return JSON.parse(await askHeadless('predict', text, options)) as Predicted;
}
