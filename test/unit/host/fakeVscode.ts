import path from 'node:path';

/** The part of VS Code's API that opening and downloading models uses, over a file system in memory. */
export class FakeUri {
  readonly scheme = 'memory';
  constructor(readonly path: string) {}

  static joinPath({ path: base }: FakeUri, ...parts: string[]): FakeUri {
    return new FakeUri(path.posix.join(base, ...parts));
  }

  static file(file: string): FakeUri {
    return new FakeUri(file);
  }

  static parse(text: string): FakeUri {
    return new FakeUri(text.replace(/^memory:\/\//, ''));
  }

  with({ path: other }: { path: string }): FakeUri {
    return new FakeUri(other);
  }

  toString(): string {
    return `memory://${this.path}`;
  }
}

export class FakeFileSystemError extends Error {
  readonly code = 'FileNotFound';
}

interface FakeStat {
  readonly type: number;
  readonly size: number;
  readonly mtime: number;
}

export class FakeFileSystem {
  readonly files = new Map<string, Uint8Array>();

  readonly stat = async ({ path: file }: FakeUri): Promise<FakeStat> => {
    const bytes = this.files.get(file);
    if (bytes) return Promise.resolve({ type: 1, size: bytes.length, mtime: 0 });
    this.#below(file);
    return Promise.resolve({ type: 2, size: 0, mtime: 0 });
  };

  readonly readDirectory = async ({ path: folder }: FakeUri): Promise<[string, number][]> => {
    const names = new Map<string, number>();
    for (const file of this.#below(folder)) {
      const [name = '', ...rest] = file.split('/');
      names.set(name, rest.length > 0 ? 2 : 1);
    }
    return Promise.resolve([...names]);
  };

  readonly readFile = async ({ path: file }: FakeUri): Promise<Uint8Array> => {
    const bytes = this.files.get(file);
    return bytes ? Promise.resolve(bytes) : Promise.reject(new FakeFileSystemError(file));
  };

  readonly writeFile = async ({ path: file }: FakeUri, bytes: Uint8Array): Promise<void> => {
    this.files.set(file, bytes.slice());
    return Promise.resolve();
  };

  readonly createDirectory = async (): Promise<void> => Promise.resolve();

  readonly rename = async (from: FakeUri, to: FakeUri): Promise<void> => {
    await this.writeFile(to, await this.readFile(from));
    this.files.delete(from.path);
  };

  readonly delete = async ({ path: place }: FakeUri): Promise<void> => {
    const gone = [...this.files.keys()].filter((file) => file === place || file.startsWith(`${place}/`));
    if (gone.length === 0) throw new FakeFileSystemError(place);
    for (const file of gone) this.files.delete(file);
    return Promise.resolve();
  };

  /** The files in a folder, relative to it. @throws where there are none, as for a folder that does not exist */
  #below(folder: string): string[] {
    const start = `${folder.replace(/\/+$/, '')}/`;
    const files = [...this.files.keys()].filter((file) => file.startsWith(start));
    if (files.length === 0) throw new FakeFileSystemError(folder);
    return files.map((file) => file.slice(start.length));
  }
}
