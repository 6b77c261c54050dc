import { stepped, type Step } from '../choices';
import type { Explainer } from '../explainer';
import type { Store } from '../state';

/** *Next Head* and the like. */
export async function stepHead(step: Step, store: Store, explainer: Explainer): Promise<void> {
  const { analysis } = store.state;
  if (analysis) await explainer.choose(stepped(explainer.choice, step, analysis.run.blocks));
}
