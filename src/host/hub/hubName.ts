/** A downloaded model as settings and the picker name it: `hub:owner/name@0123456789ab/model_quantized`. */
export interface HubName {
  readonly repo: string;
  /** The first twelve digits of the commit. */
  readonly commit: string;
  /** See `idOf`. */
  readonly variant: string;
}

export function isHubName(model: string): boolean {
  return model.startsWith('hub:');
}

export function hubName({ repo, commit, variant }: HubName): string {
  return `hub:${repo}@${commit.slice(0, 12)}/${variant}`;
}

/** Where the model of that name lies, relative to the folder of downloads; `undefined` where it is no such name. */
export function hubFolder(model: string): string | undefined {
  const [, repo = '', commit, variant] =
    /^hub:((?:[\w.-]+\/)?[\w.-]+)@([0-9a-f]{12})\/([\w][\w .+-]*)$/.exec(model) ?? [];
  // A name in a setting is no way out of the folder.
  if (commit === undefined || variant === undefined || /(?:^|\/)\.+(?:\/|$)/.test(repo)) return undefined;
  return `${repo.replace('/', '--')}/${commit}/${variant}`;
}
