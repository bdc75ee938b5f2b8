/** What the vault asks of a file: a key-value store whose writes are atomic, and flushed when they resolve. */
export interface EntryStore {
  get(key: string): unknown;
  has(key: string): boolean;
  keys(): string[];
  /** A write that fails throws what the operating system said and leaves the store as it was. */
  set(key: string, value: string): Promise<void>;
  /** Goes as far as it can: a store of a file erases the value in its place where the file cannot be replaced. */
  delete(key: string): Promise<void>;
}
