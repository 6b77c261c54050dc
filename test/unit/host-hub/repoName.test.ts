import { describe, expect, it } from 'vitest';
import { parseRepo } from '../../../src/host/hub/repoName';

describe('parseRepo', () => {
  it.each([
    ['Xenova/bert-base-uncased', 'Xenova/bert-base-uncased', 'main'],
    ['  gpt2 ', 'gpt2', 'main'],
    ['Xenova/bert@v1.0', 'Xenova/bert', 'v1.0'],
    ['Xenova/bert@refs/pr/3', 'Xenova/bert', 'refs/pr/3'],
    ['https://huggingface.co/Xenova/bert', 'Xenova/bert', 'main'],
    ['huggingface.co/Xenova/bert/', 'Xenova/bert', 'main'],
    ['hf.co/Xenova/bert?library=onnx#files', 'Xenova/bert', 'main'],
    ['https://huggingface.co/Xenova/bert/tree/main/onnx', 'Xenova/bert', 'main'],
    ['https://huggingface.co/Xenova/bert/tree/refs%2Fpr%2F1', 'Xenova/bert', 'refs/pr/1'],
    ['https://huggingface.co/gpt2/blob/abc123/onnx/model.onnx', 'gpt2', 'abc123'],
    ['https://mirror.example/Xenova/bert/resolve/v2/model.onnx', 'Xenova/bert', 'v2'],
  ])('reads %j', (text, repo, revision) => {
    expect(parseRepo(text)).toEqual({ repo, revision });
  });

  it.each([
    '',
    'a/b/c',
    '../etc',
    'a/..',
    'a/b@../x',
    'a/b@',
    'a b',
    'a--b/c',
    'https://',
    'https://huggingface.co/',
    'a/b?x=1',
  ])('refuses %j', (text) => {
    expect(parseRepo(text)).toBeUndefined();
  });
});
