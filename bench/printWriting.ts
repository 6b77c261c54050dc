import { writing } from './writing';

/** Times what the models write and predict, and prints it. */
export async function printWriting(dist: string): Promise<void> {
  const { greedyMs, beamMs, steps, step, beamToGreedy, predictions, memory } = await writing(dist);
  console.log('\nA sentence of ten words translated; predictions ÷ the run of their text\n');
  console.log(
    `greedy ${greedyMs.toFixed(1)} ms for ${steps} tokens: a step is ${step.toFixed(2)} of the run that reads both texts`,
  );
  console.log(`four beams ${beamMs.toFixed(1)} ms: ${beamToGreedy.toFixed(2)} × greedy`);
  for (const { model, tokens, first, later, runMs } of predictions) {
    const ratios = `first ${first.toFixed(2)}, later ${later.toFixed(3)}`;
    console.log(`${model}, ${tokens} tokens: ${ratios} of the run (${runMs.toFixed(1)} ms)`);
  }
  console.log('\nMemory of the whole process with these models open, in MB\n');
  for (const { models, megabytes } of memory) console.log(`${megabytes.toFixed(0).padStart(6)}   ${models}`);
}
