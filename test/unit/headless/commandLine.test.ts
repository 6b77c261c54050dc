import { describe, expect, it } from 'vitest';
import { readCommandLine } from '../../../src/headless/commandLine';
import { UsageError } from '../../../src/headless/usage';

describe('the command line', () => {
  it('has defaults that are those of the extension', () => {
    expect(readCommandLine(['explain', 'a.txt', '--word', 'it'])).toEqual({
      name: 'explain',
      file: 'a.txt',
      word: 'it',
      occurrence: 1,
      scope: 'paragraph',
      model: undefined,
      target: undefined,
      beams: 1,
      kind: undefined,
      layer: 'mean',
      head: 'mean',
      engine: 'auto',
      json: false,
    });
  });

  it('takes one head of one layer', () => {
    const command = readCommandLine([
      'explain',
      'a',
      '--word',
      'b',
      '--layer',
      '3',
      '--head',
      'max',
      '--kind',
      'cross',
      '--json',
    ]);
    expect(command).toMatchObject({ kind: 'cross', layer: 3, head: 'max', json: true });
  });

  it('takes ids and several inputs by name', () => {
    const command = readCommandLine([
      'weights',
      'm.onnx',
      ...['--ids', '1, 2,3', '--input', 'mask=1,1,0', '--input', 'a=b=0.5', '--npz', 'w.npz'],
    ]);
    expect(command).toEqual({
      name: 'weights',
      model: 'm.onnx',
      text: undefined,
      ids: [1, 2, 3],
      inputs: { mask: [1, 1, 0], 'a=b': [0.5] },
      engine: 'auto',
      npz: 'w.npz',
    });
  });

  it('takes the engine with every command', () => {
    for (const rest of [
      ['explain', 'a', '--word', 'b'],
      ['predict', 'a', '--word', 'b'],
      ['inspect', 'm'],
      ['weights', 'm', '--text', 'a', '--npz', 'w'],
    ]) {
      expect(readCommandLine([...rest, '--engine', 'native'])).toMatchObject({ engine: 'native' });
    }
  });

  it('takes a tokenizer where a text is read', () => {
    for (const rest of [
      ['explain', 'a', '--word', 'b'],
      ['predict', 'a', '--word', 'b'],
      ['weights', 'm', '--text', 'a', '--npz', 'w'],
    ]) {
      expect(readCommandLine([...rest, '--tokenizer', 'ids'])).toMatchObject({ tokenizer: 'ids' });
    }
  });

  it('takes the word of a prediction like that of an explanation', () => {
    expect(readCommandLine(['predict', 'a.txt', '--word', ' it ', '--count', '3', '--model', 'm'])).toEqual({
      name: 'predict',
      file: 'a.txt',
      word: 'it',
      occurrence: 1,
      scope: 'paragraph',
      model: 'm',
      count: 3,
      engine: 'auto',
      json: false,
    });
  });

  it('asks for help wherever it is asked for', () => {
    expect(readCommandLine(['--help'])).toEqual({ name: 'help' });
    expect(readCommandLine(['explain', '-h'])).toEqual({ name: 'help' });
  });

  it.each([
    [[]],
    [['fly']],
    [['explain']],
    [['explain', 'a.txt']],
    [['explain', '--word', 'it']],
    [['explain', 'a.txt', '--word', ' ']],
    [['explain', 'a.txt', 'b.txt', '--word', 'it']],
    [['explain', 'a.txt', '--word', 'it', '--occurrence', '0']],
    [['explain', 'a.txt', '--word', 'it', '--occurrence', 'two']],
    [['explain', 'a.txt', '--word', 'it', '--head', '-1']],
    [['explain', 'a.txt', '--word', 'it', '--scope', 'page']],
    [['explain', 'a.txt', '--word', 'it', '--colour']],
    [['explain', 'a.txt', '--word', 'it', '--kind', 'crossed']],
    [['explain', 'a.txt', '--word', 'it', '--beams', '0']],
    [['explain', 'a.txt', '--word', 'it', '--target', ' ']],
    [['predict', 'a.txt']],
    [['predict', 'a.txt', '--word', 'it', '--count', '0']],
    [['predict', 'a.txt', '--word', 'it', '--head', '1']],
    [['inspect']],
    [['inspect', 'a', '--npz', 'b']],
    [['inspect', 'a', '--engine', 'gpu']],
    [['weights', 'm', '--text', 'a']],
    [['weights', 'm', '--npz', 'w']],
    [['weights', 'm', '--text', 'a', '--ids', '1', '--npz', 'w']],
    [['weights', 'm', '--ids', '1,,2', '--npz', 'w']],
    [['weights', 'm', '--ids', '1.5', '--npz', 'w']],
    [['weights', 'm', '--ids', '1', '--input', 'mask', '--npz', 'w']],
  ])('refuses %j', (args) => {
    expect(() => readCommandLine(args)).toThrow(UsageError);
  });
});
