/** More threads than this gain little on the small matrices of a paragraph. */
const mostThreads = 4;

/** The threads of an engine: as many as are asked for, or for 0 what suits a machine with so many processors. */
export function chosenThreads(wanted: number, processors: number): number {
  if (wanted > 0) return wanted;
  // Half the processors: the editor, and what else the user runs, need the others.
  return Math.max(1, Math.min(Math.floor(processors / 2), mostThreads));
}
