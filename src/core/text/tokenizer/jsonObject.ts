import { invalid } from './fault';

/**
 * One object of a tokenizer's JSON, read property by property. Each reader throws `tokenizer-invalid`, naming the
 * property, where it finds something else than it expects.
 */
export class JsonObject {
  private constructor(
    private readonly values: Readonly<Record<string, unknown>>,
    private readonly name: string,
  ) {}

  static of(value: unknown, name: string): JsonObject {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw invalid(`${name} is no object`);
    // SAFETY: a parsed JSON value that is an object and no array has string keys only.
    return new JsonObject(value as Record<string, unknown>, name);
  }

  /** The `type` that names the kind of a stage. */
  get type(): string {
    return this.text('type');
  }

  has(key: string): boolean {
    return Object.hasOwn(this.values, key) && this.values[key] !== null;
  }

  /** Whatever stands there, unchecked. */
  value(key: string): unknown {
    return Object.hasOwn(this.values, key) ? this.values[key] : undefined;
  }

  entries(): [string, unknown][] {
    return Object.entries(this.values);
  }

  text(key: string, absent?: string): string {
    return this.read(key, 'a string', absent, (value): value is string => typeof value === 'string');
  }

  flag(key: string, absent?: boolean): boolean {
    return this.read(key, 'true or false', absent, (value): value is boolean => typeof value === 'boolean');
  }

  /** A whole number from 0. */
  count(key: string, absent?: number): number {
    return this.read(key, 'a whole number', absent, isCount);
  }

  object(key: string): JsonObject {
    return JsonObject.of(this.value(key), this.nameOf(key));
  }

  list(key: string, absent?: readonly unknown[]): readonly unknown[] {
    return this.read(key, 'a list', absent, (value): value is readonly unknown[] => Array.isArray(value));
  }

  objects(key: string, absent?: readonly unknown[]): JsonObject[] {
    return this.list(key, absent).map((value, index) =>
      JsonObject.of(value, `${this.nameOf(key)}[${index}]`),
    );
  }

  private read<T>(
    key: string,
    expected: string,
    absent: T | undefined,
    accepts: (value: unknown) => value is T,
  ): T {
    if (!this.has(key) && absent !== undefined) return absent;
    const value = this.value(key);
    if (!accepts(value)) throw invalid(`${this.nameOf(key)} is not ${expected}`);
    return value;
  }

  private nameOf(key: string): string {
    return this.name === '' ? key : `${this.name}.${key}`;
  }
}

export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** The object that a file holds. @param name the file's, for messages */
export function parseObject(text: string, name: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (thrown) {
    throw invalid(`${name} is no JSON: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
  return JsonObject.of(value, '');
}
