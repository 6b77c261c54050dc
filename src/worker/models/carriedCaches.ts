import type { ValueInfo } from '../../core/onnx/graph/model';
import { inputRole } from '../session/inputRole';

/** Each step is a run of its own, and the rows of all are kept: more steps than this are too many. */
export const mostSteps = 256;

/** The earlier keys and values of a layer, and the output that has them with those of the new token. */
export interface CarriedCache {
  readonly past: string;
  readonly present: string;
}

/**
 * The caches of a graph that takes one token at a time, each with the output that the next step takes it from; undefined
 * for other graphs, and where outputs and inputs do not correspond.
 */
export function carriedCaches(
  inputs: readonly ValueInfo[],
  outputs: readonly ValueInfo[],
): readonly CarriedCache[] | undefined {
  const takesOne = inputs.some((input) => inputRole(input) === 'ids' && input.shape?.at(-1) === 1);
  const pasts = inputs.filter((input) => inputRole(input) === 'past');
  if (!takesOne || pasts.length === 0) return undefined;
  const caches = pasts.flatMap(({ name }) => {
    const present = outputs.find((output) => output.name === presentName(name));
    return present ? [{ past: name, present: present.name }] : [];
  });
  return caches.length === pasts.length ? caches : undefined;
}

/** `past_key_values.0.key` → `present.0.key`, `past_0` → `present_0`, `past_key_0` → `present_key_0` */
function presentName(past: string): string {
  return past.replace('past_key_values', 'present').replace('past', 'present');
}
