/**
 * Must run before ONNX Runtime's script is evaluated. Its browser build fetches the script of its threads unless that
 * has the origin of `location`; Node has no `location`, and cannot import what was fetched. A file: URL has the opaque
 * origin `null`, so with this stand-in Node imports the script from its file. Only the worker's bundle needs it, a
 * classic script without an address of its own: a module takes its origin from its address.
 */
export const isNode = typeof process !== 'undefined' && typeof process.versions.node === 'string';

// SAFETY: esbuild leaves the address out of classic scripts; the type knows modules only.
const ownAddress = import.meta.url as string | undefined;
if (isNode && ownAddress === undefined && !('location' in globalThis)) {
  Object.defineProperty(globalThis, 'location', { value: { origin: 'null' }, configurable: true });
}
