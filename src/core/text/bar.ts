const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar of `share` (0 to 1) of `cells` character cells, in eighths of a cell, padded with blanks to its full width. */
export function bar(share: number, cells: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * cells * 8);
  return ('█'.repeat(filled >> 3) + (eighths[filled & 7] ?? '')).padEnd(cells);
}
