/** Something that is fuzzed: makes a mutated file of a seed and takes it. */
export interface Subject {
  /**
   * Makes the file of a seed and takes it the whole way.
   * @returns its size in bytes and what it ended with
   * @throws a defect
   */
  take(seed: number): { readonly bytes: number; readonly ending: string };
}

export type SubjectName = 'onnx' | 'tokenizers';
