/** What threads.test.ts bundles and starts: loads a model and runs it once. */
import { tapModel } from '../../../src/core/onnx/taps/tapModel';
import { createSession } from '../../../src/worker/session/createSession';
import { fillFeeds } from '../../../src/worker/session/fillFeeds';
import type { Engine } from '../../../src/worker/session/sessionTypes';

async function answer(): Promise<void> {
  // A classic script has no imports of its own.
  const threads = await import('node:worker_threads');
  const { engine, model } = threads.workerData as { engine: Engine; model: Uint8Array };
  const tapped = tapModel('threads', model);
  const session = await createSession(engine, tapped, { model, external: {} });
  const { feeds } = fillFeeds(tapped, {
    inputs: { x: Array.from({ length: 24 }, (_, index) => index / 24) },
  });
  const tensors = await session.run(feeds);
  threads.parentPort?.postMessage({ threads: session.threads, tensors: tensors.size });
}

void answer();
