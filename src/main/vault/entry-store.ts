/** What the vault asks of a file: a key-value store whose writes are atomic and flushed before they return. */
export type EntryStore = {
  readonly path: string;
  get(key: string): unknown;
  has(key: string): boolean;
  keys(): string[];
  /** A write that fails throws and leaves the store as it was. */
  set(key: string, value: string): void;
  delete(key: string): void;
};
