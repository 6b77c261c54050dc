/** The zoom that VS Code has kept for this page; 1 where there is none. */
export function readZoom(saved: unknown): number {
  const zoom = typeof saved === 'object' && saved !== null && 'zoom' in saved ? saved.zoom : 1;
  return typeof zoom === 'number' && Number.isFinite(zoom) && zoom >= 1 ? zoom : 1;
}
