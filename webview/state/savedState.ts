/** What VS Code keeps of the page: how far it was zoomed in. */
export interface SavedState {
  readonly cellSize: number;
}

/** The cells' size that was saved; 0, the whole matrix, where there is none. */
export function readCellSize(saved: unknown): number {
  const size = typeof saved === 'object' && saved !== null && 'cellSize' in saved ? saved.cellSize : 0;
  return typeof size === 'number' && Number.isFinite(size) && size > 0 ? size : 0;
}
