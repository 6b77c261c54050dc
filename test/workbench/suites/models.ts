import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tokenText } from '../../../src/core/text/tokenText';
import { explainHeadless, rowOf, type Explained, type ExplainedToken } from '../harness/explained';
import { eventually } from '../harness/eventually';
import { expectHighlights } from '../harness/highlights';
import { predictHeadless } from '../harness/predicted';
import type { Workbench } from '../harness/workbench';
import { cats, english } from '../texts';

/** Each bundled model on a real sentence: what it shows is compared with what the headless entry says of the same. */
export function describeModels(workbench: () => Workbench): void {
  describe('the bundled models', () => {
    afterAll(async () => {
      await workbench().editor.closeAll();
    });

    test('are offered with kind, size, licence and languages', async () => {
      const { editor, palette } = workbench();
      await editor.open('english.txt');
      await palette.run('Headlight: Choose Model');
      const rows = await eventually(
        () => palette.rows(),
        (found) => found.filter((row) => row.includes('headlight-')).length === 3,
      );
      const row = (name: string): string => rows.find((text) => text.includes(name)) ?? '';
      expect(row('headlight-encoder')).toMatch(/encoder · English, Chinese.* · [\d.]+ MB · MIT · current/);
      expect(row('headlight-decoder')).toMatch(/decoder · .*[\d.]+ MB/);
      expect(row('headlight-translator')).toMatch(/encoder–decoder · .*[\d.]+ MB/);
      await workbench().screenshot('models-dark');
      await palette.close();
    });

    describe('Mask This Word', () => {
      test('lists what the encoder puts in the place, in the hover and in the panel', async () => {
        const { editor, palette, panel, statusBar } = workbench();
        const { places } = await predictHeadless(english, 'animal', 'headlight-encoder');
        const [place] = places;
        await editor.clickWord('animal');
        await palette.run('Headlight: Mask This Word');
        await statusBar.waitFor('headlight-encoder · L mean · H mean · masked');
        await expectHover(workbench(), ['In place of animal', ...(place?.predictions ?? []).slice(0, 3)]);
        await workbench().screenshot('masked-dark');
        await editor.press('Escape');
        await panel.show(palette);
        await expectPredictions(workbench(), place?.predictions ?? []);
        expect(await panel.body.innerText()).toContain(`rank ${place?.original?.rank ?? 0}`);
        expect(await editor.lines()).toContain(english);
      });

      test('is stale after an edit, and masks the word again when run again', async () => {
        const { editor, palette, statusBar } = workbench();
        await editor.clickWord('street');
        await editor.type('x');
        await statusBar.waitFor('Attention is stale');
        await palette.run('Headlight: Run Again');
        await statusBar.waitFor('masked');
        await editor.press('Control+z');
        await statusBar.waitFor('Attention is stale');
      });
    });

    describe('Predict Next Token', () => {
      test('lists what the decoder expects at the caret, and lights what its last token attends to', async () => {
        const { editor, palette, panel, statusBar } = workbench();
        const { places } = await predictHeadless(english, 'street', 'headlight-decoder');
        await editor.clickWord('street');
        await editor.press('Control+ArrowRight');
        await palette.run('Headlight: Predict Next Token');
        await statusBar.waitFor('headlight-decoder · L mean · H mean · next token');
        await expectHover(workbench(), ['Expected after', ...(places[0]?.predictions ?? []).slice(0, 3)]);
        await workbench().screenshot('next-dark');
        await editor.press('Escape');
        await panel.show(palette);
        await expectPredictions(workbench(), places[0]?.predictions ?? []);
        const explained = await explainHeadless(english, 'street', { model: 'headlight-decoder' });
        // Nothing behind the caret was read.
        const tokens = explained.tokens.slice(0, (explained.query.at(-1) ?? 0) + 1);
        const row = rowOf(explained, 'mean').slice(0, tokens.length);
        expect(explained.query).toHaveLength(1);
        await expectHighlights(editor, { tokens, query: explained.query }, row, 'dark');
        expect(await editor.lines()).toContain(english);
      });
    });

    test('explains with another model for one language, what stands before a word', async () => {
      await workbench().changeSettings({ '[plaintext]': { 'headlight.model': 'headlight-decoder' } });
      const { editor, palette, statusBar } = workbench();
      await editor.closeAll();
      await editor.open('english.txt');
      await editor.clickWord('tired');
      await palette.run('Headlight: Explain Attention');
      await statusBar.waitFor('headlight-decoder');
      const explained = await explainHeadless(english, 'tired', { model: 'headlight-decoder' });
      expect(explained.kind).toBe('causal');
      await expectHighlights(editor, explained, rowOf(explained, 'mean'), 'dark');
      await workbench().changeSettings({ '[plaintext]': {} });
      await editor.closeAll();
    });

    describe('the translator', () => {
      let translated: Explained;
      let word: ExplainedToken;
      const target = (): NonNullable<Explained['target']> => {
        if (!translated.target) throw new Error('There is no translation.');
        return translated.target;
      };

      beforeAll(async () => {
        translated = await explainHeadless(cats, 'cats', { model: 'headlight-translator' });
        const { text, tokens } = target();
        const written = tokens.filter(({ special }) => !special);
        const found = written.find(({ start, end }) => text.slice(start, end) === '猫') ?? written.at(-1);
        if (!found) throw new Error('The translator writes nothing.');
        word = found;
      });

      test('shows its translation beside the source and lights what the source’s word is attended by', async () => {
        const { editor, palette, panel, statusBar } = workbench();
        await editor.closeAll();
        await editor.open('cats.txt');
        await editor.clickWord('cats');
        await palette.run('Headlight: Translate Sentence');
        const beside = editor.showing('Translation');
        await eventually(
          () => beside.lines(),
          (lines) => lines.join('\n') === target().text,
        );
        await statusBar.waitFor('headlight-translator · Cross · L mean · H mean');
        await editor.showing('cats.txt').waitForFocus();
        await panel.show(palette);
        // With them hidden each row is renormalised by itself, which changes a column; here it is compared as it is.
        await panel.control('hideSpecial').click();
        const head = sharpest(translated);
        await choose(workbench(), head);
        const row = rowOf(translated, head);
        await expectHighlights(beside, { tokens: target().tokens, query: [] }, row, 'dark');
        await workbench().screenshot('translation-dark');
        await panel.control('hideSpecial').click();
        expect(await panel.frame.locator('[data-role=translation]').innerText()).toBe(target().text);
        expect(await panel.matrix.getAttribute('aria-rowcount')).toBe(String(target().tokens.length));
        expect(await panel.matrix.getAttribute('aria-colcount')).toBe(String(translated.tokens.length));
      });

      test('lights what a selected word of the translation attends to in the source', async () => {
        const { editor, panel } = workbench();
        const text = target().text.slice(word.start, word.end);
        const explained = await explainHeadless(cats, 'cats', {
          model: 'headlight-translator',
          target: text,
        });
        await editor.showing('Translation').select(text);
        const source = editor.showing('cats.txt');
        const head = sharpest(explained);
        await choose(workbench(), head);
        const row = rowOf(explained, head);
        await expectHighlights(source, { tokens: explained.tokens, query: [] }, row, 'dark');
        await panel.frame.locator('h2', { hasText: `“${text}” attends to` }).waitFor();
        await workbench().screenshot('translation-target-dark');
      });

      test('selects the clicked row’s token in the translation', async () => {
        const { editor, panel } = workbench();
        await panel.matrix.focus();
        await editor.press('Control+Home');
        const row = target().tokens.findIndex(({ special }) => !special);
        for (let at = 0; at < row; at++) await editor.press('ArrowDown');
        await editor.press('Enter');
        const first = target().tokens[row];
        const text = target().text.slice(first?.start, first?.end);
        await panel.frame.locator('h2', { hasText: `“${tokenText(text)}” attends to` }).waitFor();
      });

      test('goes through encoder, decoder and cross-attention', async () => {
        const { panel, statusBar } = workbench();
        await panel.control('kind').getByText('Encoder').click();
        await statusBar.waitFor('· Encoder ·');
        await eventually(
          () => panel.matrix.getAttribute('aria-rowcount'),
          (count) => count === String(translated.tokens.length),
        );
        await panel.control('kind').getByText('Decoder').click();
        await statusBar.waitFor('· Decoder ·');
        await eventually(
          () => panel.matrix.getAttribute('aria-colcount'),
          (count) => count === String(target().tokens.length),
        );
        await panel.control('kind').getByText('Cross').click();
        await statusBar.waitFor('· Cross ·');
      });

      test('leaves the translation closed once the user has closed it, until it is asked for', async () => {
        const { editor, palette, statusBar } = workbench();
        await editor.showing('Translation').clickWord(target().text.slice(0, 1));
        await palette.run('View: Close Editor');
        await editor.waitForTab('Translation', 'detached');
        await editor.clickWord('love');
        await palette.run('Headlight: Translate Sentence');
        await statusBar.waitFor('headlight-translator · Cross');
        expect(await editor.hasTab('Translation')).toBe(false);
        await palette.run('Headlight: Show Translation');
        await eventually(
          () => editor.showing('Translation').lines(),
          (lines) => lines.join('\n') === target().text,
        );
      });
    });
  });
}

interface Head {
  readonly layer: number;
  readonly head: number;
}

/** The head whose weights differ most: what it shows is not all alike, however little a model has learnt. */
function sharpest(explained: Explained): Head {
  const { blocks, kind } = explained;
  const layers = blocks.filter((block) => block.kind === kind);
  const heads = layers.flatMap(({ heads }, layer) =>
    Array.from({ length: heads }, (_, head) => ({ layer, head })),
  );
  const spread = (head: Head): number => {
    const row = rowOf(explained, head).filter((weight) => weight > 0);
    return Math.max(...row) / Math.min(...row);
  };
  const [first = { layer: 0, head: 0 }] = [...heads].sort((a, b) => spread(b) - spread(a));
  return first;
}

async function choose({ panel, statusBar }: Workbench, { layer, head }: Head): Promise<void> {
  await panel.choose('layer', `Layer ${layer}`);
  await panel.choose('head', `Head ${head}`);
  await statusBar.waitFor(`Cross · L ${layer} · H ${head}`);
}

interface Prediction {
  readonly text: string;
  readonly probability: number;
}

/** Waits for the hover that the command opens, with a heading and the texts of some predictions. */
async function expectHover({ hover }: Workbench, parts: readonly (string | Prediction)[]): Promise<void> {
  const text = await hover.shown();
  for (const part of parts) expect(text).toContain(typeof part === 'string' ? part : tokenText(part.text));
}

/** The panel's table of predictions, against those of the headless entry. */
async function expectPredictions({ panel }: Workbench, expected: readonly Prediction[]): Promise<void> {
  const rows = await eventually(
    () => panel.predictions(),
    (found) => found.length > 0,
  );
  const count = Math.min(rows.length, expected.length);
  expect(rows.slice(0, count).map(({ text }) => text)).toEqual(
    expected.slice(0, count).map(({ text }) => tokenText(text)),
  );
  for (const [at, { share }] of rows.slice(0, count).entries()) {
    expect(share).toBeCloseTo(100 * (expected[at]?.probability ?? 0), -0.3);
  }
}
