/**
 * What VS Code gives with a file or folder that is dragged from its explorer or a tab: all addresses, or the first. It lets
 * a drag into a webview while Shift is held. Files from outside VS Code come without an address.
 */
const types = ['application/vnd.code.uri-list', 'text/uri-list'];

/** Lets models be dropped on the page: `open` gets the address of the first. */
export function acceptModels(body: HTMLElement, open: (uri: string) => void): void {
  const typeOf = (event: DragEvent): string | undefined =>
    types.find((type) => event.dataTransfer?.types.includes(type));
  const mark = (isOver: boolean): void => {
    body.classList.toggle('drop-target', isOver);
  };
  body.ownerDocument.addEventListener('dragover', (event) => {
    if (typeOf(event) === undefined) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
    mark(true);
  });
  body.ownerDocument.addEventListener('dragleave', (event) => {
    // Of the elements of the page one is left for another.
    if (event.relatedTarget === null) mark(false);
  });
  body.ownerDocument.addEventListener('drop', (event) => {
    mark(false);
    const type = typeOf(event);
    if (type === undefined) return;
    event.preventDefault();
    const uri = firstUri(event.dataTransfer?.getData(type) ?? '');
    if (uri !== undefined) open(uri);
  });
}

/** The first address of a list as RFC 2483 has it: an address a line, comments behind `#`. */
function firstUri(list: string): string | undefined {
  return list
    .split(/\r?\n/)
    .map((line) => line.trim())
    .find((line) => line !== '' && !line.startsWith('#'));
}
