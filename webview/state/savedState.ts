/** What VS Code keeps of the page: how far it was zoomed in, and what was unfolded. */
export interface SavedState {
  /** 0 is the whole matrix. */
  readonly cellSize: number;
  readonly overviewOpen: boolean;
}

/** The state that was saved; what is missing or of another kind is as at first. */
export function readSaved(saved: unknown): SavedState {
  const found = typeof saved === 'object' && saved !== null ? saved : {};
  const size = 'cellSize' in found ? found.cellSize : 0;
  return {
    cellSize: typeof size === 'number' && Number.isFinite(size) && size > 0 ? size : 0,
    overviewOpen: 'overviewOpen' in found && found.overviewOpen === true,
  };
}
