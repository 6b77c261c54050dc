import { describe, expect, it } from 'vitest';
import { moveCell } from '../../../webview/heatmap/keyboard';

const square = { rows: 20, columns: 20 };
const from = { query: 5, key: 7 };
const move = (key: string, ctrl = false): readonly number[] | undefined => {
  const cell = moveCell(from, { key, ctrl }, square, 10);
  return cell && [cell.query, cell.key];
};

describe('moveCell', () => {
  it.each([
    ['ArrowUp', false, [4, 7]],
    ['ArrowDown', false, [6, 7]],
    ['ArrowLeft', false, [5, 6]],
    ['ArrowRight', false, [5, 8]],
    ['ArrowUp', true, [0, 7]],
    ['ArrowDown', true, [19, 7]],
    ['ArrowLeft', true, [5, 0]],
    ['ArrowRight', true, [5, 19]],
    ['Home', false, [5, 0]],
    ['End', false, [5, 19]],
    ['Home', true, [0, 0]],
    ['End', true, [19, 19]],
    ['PageDown', false, [15, 7]],
    ['PageUp', false, [0, 7]],
  ] as const)('%s (Ctrl: %s)', (key, ctrl, to) => {
    expect(move(key, ctrl)).toEqual(to);
  });

  it('stays inside', () => {
    expect(moveCell({ query: 0, key: 19 }, { key: 'ArrowRight', ctrl: false }, square, 10)).toEqual({
      query: 0,
      key: 19,
    });
    expect(moveCell({ query: 19, key: 0 }, { key: 'PageDown', ctrl: false }, square, 10)).toEqual({
      query: 19,
      key: 0,
    });
  });

  it('knows a matrix that is not square', () => {
    const sizes = { rows: 4, columns: 9 };
    expect(moveCell({ query: 1, key: 1 }, { key: 'End', ctrl: true }, sizes, 10)).toEqual({
      query: 3,
      key: 8,
    });
  });

  it('leaves other keys alone', () => {
    expect(move('Tab')).toBeUndefined();
    expect(move('a')).toBeUndefined();
  });
});
