import type * as vscode from 'vscode';
import { HeadlightError } from '../core/errors';
import { shift, type Span } from '../core/text/span';
import type { RunAnswer } from '../protocol/inference';
import type { ModelAnswer } from '../protocol/models';
import type { InferenceClient } from '../protocol/inferenceClient';
import { queryAt, sideText, type Analysis, type Query, type Task } from './analysis';
import { firstWord, passageAround, passageBefore, passageOf, type Passage } from './editor/passage';
import { translationUri } from './editor/translation';
import type { Models } from './models/models';
import type { Request } from './requests';
import { readSettings, type Settings } from './settings';

/** An analysis whose query's weights have not been asked for. */
export type Fresh = Omit<Analysis, 'row' | 'predictions'>;

/** Turns a request into a run of the worker. */
export class Runs {
  constructor(
    private readonly client: InferenceClient,
    private readonly models: Models,
  ) {}

  /**
   * Runs what `request` asks for, or takes the run of `present` where it already holds that.
   * @throws HeadlightError `text-…`, `model-…`, `tokenizer-…`, `cancelled`
   */
  async run(
    request: Request,
    present: Analysis | undefined,
    signal: AbortSignal,
    onRun: () => void,
  ): Promise<Fresh> {
    const settings = readSettings(request.document);
    const model = await this.#open(request.task, settings, signal);
    const passage = passageFor(request, model, settings);
    const isSource = request.selected && model.kind === 'encoderDecoder';
    // The selection is what is translated; of its words the first one is looked at.
    const span = (isSource ? firstWord(request.document, request.span) : undefined) ?? request.span;
    const mask = request.task === 'mask' ? span : undefined;
    if (present && holdsRun(present, request, model, passage, mask)) {
      const { task } = request;
      return { ...present, task, query: queryFor(task, span, present) };
    }
    onRun();
    const around = shift(span, -passage.range.start);
    const run = await this.client.ask.run(
      {
        model: model.model,
        text: passage.text,
        around,
        mask: mask && around,
        beams: model.kind === 'encoderDecoder' ? settings.beams : undefined,
      },
      { signal },
    );
    return analysisOf(request, model, passage, run, span, mask);
  }

  /** Loads the model that the settings name for a document. @throws HeadlightError as `run` */
  load(document: vscode.TextDocument | undefined, signal: AbortSignal): Promise<ModelAnswer> {
    return this.models.open(readSettings(document), signal);
  }

  #open(task: Task, settings: Settings, signal: AbortSignal): Promise<ModelAnswer> {
    return task === 'explain'
      ? this.models.open(settings, signal)
      : this.models.openFor(task, settings, signal);
  }
}

/** The text that goes to the model: of a translation the sentence or the selection, else what the scope says. */
function passageFor(request: Request, model: ModelAnswer, { scope }: Settings): Passage {
  const { task, document, span, selected } = request;
  if (task === 'next') return passageBefore(document, span.start, scope);
  if (model.kind !== 'encoderDecoder') return passageAround(document, span, scope);
  return selected ? passageOf(document, span) : passageAround(document, span, 'sentence');
}

/** Whether an analysis already has the run that would be made. */
function holdsRun(
  present: Analysis,
  { document }: Request,
  model: ModelAnswer,
  { text, range }: Passage,
  mask: Span | undefined,
): boolean {
  const { source } = present.sides;
  const sameText =
    present.document === document &&
    !present.stale &&
    source.text === text &&
    source.range.start === range.start;
  const sameMask = present.mask?.start === mask?.start && present.mask?.end === mask?.end;
  return sameText && sameMask && present.model.model === model.model;
}

function analysisOf(
  { task, document }: Request,
  model: ModelAnswer,
  { text, range, cut }: Passage,
  run: RunAnswer,
  span: Span,
  mask: Span | undefined,
): Fresh {
  const { target } = run;
  const sides = {
    source: sideText(document.uri, text, range.start, run.tokens),
    target: target && sideText(translationUri(), target.text, 0, target.tokens),
  };
  const query = queryFor(task, span, { sides, model });
  return { task, model, run, document, sides, mask, cut: run.cut || cut, stale: false, query };
}

/** The query that a request asks for: the tokens of its words, or the last token where the next one is wanted. */
function queryFor(task: Task, span: Span, { sides, model }: Pick<Analysis, 'sides' | 'model'>): Query {
  const { source } = sides;
  if (task === 'next') {
    const last = source.tokens.length - 1;
    return { side: 'source', span: source.spans[last] ?? span, tokens: [last] };
  }
  const query = queryAt(span, 'source', source);
  if (!query) throw new HeadlightError('text-query-no-tokens', { model: model.name });
  return query;
}
