import type { ModelStorage } from './modelFolder';

/** What telling one state of a model's files from another needs of a file system. */
export interface VersionStorage extends Pick<ModelStorage, 'list'> {
  /** Size in bytes and time of the last change, in any unit. @throws where there is nothing. */
  stat(path: string): Promise<{ readonly size: number; readonly modified: number }>;
}

/**
 * A text that changes when a file of the model at `path` does, by the sizes and times of all files that a model can be
 * made of; empty where there is no such file. Reads none of them.
 */
export async function modelVersion(path: string, storage: VersionStorage): Promise<string> {
  const files = await modelFiles(path, storage);
  const states = files.map(async (file) => {
    const { size, modified } = await storage.stat(file);
    return `${file} ${size} ${modified}`;
  });
  // A file that goes away between the two looks is as good as not there.
  const settled = await Promise.allSettled(states);
  return settled
    .flatMap((state) => (state.status === 'fulfilled' ? state.value : []))
    .sort()
    .join('\n');
}

async function modelFiles(path: string, storage: VersionStorage): Promise<readonly string[]> {
  const namesIn = async (folder: string): Promise<readonly string[] | undefined> =>
    storage.list(folder).catch(() => []);
  const own = await namesIn(path);
  const folder = own ? path : folderOf(path);
  // A folder of exporters has its graphs in `onnx/`; a graph in such a folder has its tokenizer above it.
  const other = folder.endsWith('/onnx')
    ? folderOf(folder)
    : own?.includes('onnx')
      ? `${folder}/onnx`
      : undefined;
  const folders = other === undefined ? [folder] : [folder, other];
  const names = await Promise.all(
    folders.map(async (each) =>
      ((await namesIn(each)) ?? []).filter(isModelFile).map((name) => `${each}/${name}`),
    ),
  );
  return names.flat();
}

/** Graphs, external weights, tokenizer and configuration. */
function isModelFile(name: string): boolean {
  return /\.(onnx|onnx_data.*|data|json|txt)$/i.test(name);
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
