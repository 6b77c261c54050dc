/** A file beside another, for messages: the folder that the model lies in says enough. */
export function besides(path: string, name: string): string {
  return `${path.slice(0, path.lastIndexOf('/') + 1)}${name}`;
}
