/** What the checks of this computer ask of it. Each looks, holds nobody up, and leaves nothing behind. */
import type { AppError } from '../../../shared/errors.ts';
import type { VaultBackend } from '../../../shared/state.ts';

/** Which program the system opens links with. */
export type BrowserFacts =
  | { readonly kind: 'found'; readonly program: string }
  /** One is named that is not there. */
  | { readonly kind: 'gone'; readonly program: string }
  /** None is named. `isSure`: then nothing opens, and the system chooses none by itself. */
  | { readonly kind: 'none'; readonly isSure: boolean }
  /** The system lacks what opens links for programs (xdg-open). */
  | { readonly kind: 'no-opener' }
  /** It does not say. */
  | { readonly kind: 'unknown' };

export interface KeychainFacts {
  readonly backend: VaultBackend;
  /** What Electron calls what it would encrypt with; null where it has no such names. */
  readonly selected: string | null;
  /**
   * What became of a value that was made up, encrypted and decrypted. `none`: there is nothing to try; `silent`: no answer
   * within some seconds; `refused`: it gives no key, or only one that is public.
   */
  readonly tried: 'held' | 'silent' | 'refused' | 'none';
}

/** Whom a file or folder belongs to and who may use it; null where the system has no such thing. */
export interface Rights {
  readonly mode: number | null;
  readonly isOwn: boolean | null;
}

export interface StoredFile extends Rights {
  /** With its ending. */
  readonly name: string;
  readonly kind: 'whole' | 'damaged' | 'unreadable';
  /** What the system said of one that is not to be read; null elsewhere. */
  readonly systemCode: string | null;
}

export interface StoredFacts {
  readonly folder: Rights & {
    readonly path: string;
    /** Why nothing can be written into it; null where a file was written there and removed. */
    readonly systemCode: string | null;
  };
  /** Those that are there. */
  readonly files: readonly StoredFile[];
  /** Files that were damaged once, and are kept under other names. */
  readonly keptAside: readonly string[];
}

export interface ElectronFacts {
  readonly electron: string;
  readonly chromium: string;
  /** Whether it is older than what a release may run on. */
  readonly isTooOld: boolean;
  /** Until when its major version gets fixes, as far as the build knows; in milliseconds since the epoch. */
  readonly fixedUntil: number;
}

export interface ComputerEdges {
  browser(signal: AbortSignal): Promise<BrowserFacts>;
  keychain(): Promise<KeychainFacts>;
  stored(): Promise<StoredFacts>;
  downloads(): Promise<{ readonly folder: string; readonly fault: 'missing' | 'notWritable' | 'full' | null }>;
  graphics(): Promise<{
    /** Chromium's word for how windows are put together, such as `enabled` or `disabled_software`. */
    readonly compositing: string;
    /** Whether somebody started the program without the graphics card. */
    readonly isSwitchedOff: boolean;
    /** Whether a program draws in the place of a card; null, or left out, where nobody says. */
    readonly isSoftware?: boolean | null;
    /** The cards that the system names, with their drivers. Left out: none. */
    readonly cards?: readonly string[];
    /** How often what draws has ended by itself since the program started. Left out: never. */
    readonly crashes?: number;
  }>;
  /** Why there is no sandbox, and what to do about it; null where there is one. */
  sandbox(): Promise<AppError | null>;
  displays(): Promise<{
    readonly displays: readonly { readonly width: number; readonly height: number; readonly scale: number }[];
    /** Windows whose title bar no display shows. */
    readonly outside: number;
  }>;
  electron(): Promise<ElectronFacts>;
}
