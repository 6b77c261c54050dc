import { HeadlightError, type ErrorCode } from '../core/errors';

/** Stages of a question that take moments for every published model, and may never end for a hostile one. */
export type WatchedStage = 'reading' | 'tokenizing';

/** The seconds that a stage may take. */
export type StageLimits = Readonly<Record<WatchedStage, number>>;

/** On a busy machine the largest published tokenizers are read in some 5 s. */
export const usualLimits: StageLimits = { reading: 60, tokenizing: 30 };

const codes: Readonly<Record<WatchedStage, ErrorCode>> = {
  reading: 'model-too-slow',
  tokenizing: 'tokenizer-too-slow',
};

/**
 * Tells when one question stays in a watched stage for too long: a graph or tokenizer that is made to take for ever, such
 * as by a regular expression that tries all ways (CWE-1333), holds the worker's thread, which then hears nothing.
 */
export class StageWatch {
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param late is told once a stage has taken too long */
  constructor(
    private readonly limits: StageLimits,
    private readonly late: (error: HeadlightError) => void,
  ) {}

  /** The worker begins a stage, and has ended the one before. */
  enter(stage: string): void {
    this.end();
    if (stage !== 'reading' && stage !== 'tokenizing') return;
    const seconds = this.limits[stage];
    this.#timer = setTimeout(() => {
      this.late(new HeadlightError(codes[stage], { seconds }));
    }, seconds * 1000);
  }

  /** The question is answered, or nobody waits for it. */
  end(): void {
    clearTimeout(this.#timer);
  }
}
