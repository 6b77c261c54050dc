import type { Part, PostProcessor } from './postProcessor';

/** Each post-processor goes on with what the one before it gave. Without members it leaves the texts as they are. */
export class SequenceProcessing implements PostProcessor {
  constructor(private readonly members: readonly PostProcessor[]) {}

  process(parts: readonly Part[]): readonly Part[] {
    return this.members.reduce((given, member) => member.process(given), parts);
  }
}
