import { HeadlightError } from '../../core/errors';

/** The fields of a configuration file; what they hold is looked at where they are used. */
export type Config = Readonly<Record<string, unknown>>;

/** Reads config.json or generation_config.json. @throws HeadlightError `config-invalid` */
export function readConfig(text: string | undefined, path: string): Config {
  if (text === undefined) return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) throw new SyntaxError('it holds no object');
    // SAFETY: any object can be read by name.
    return value as Config;
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new HeadlightError('config-invalid', { path, reason }, { cause: thrown });
  }
}
