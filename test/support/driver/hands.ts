/** The pointer and the keys of a display: what the X server takes for those of a person. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** In pixels. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

export interface Hands {
  /** To a spot of the display. */
  move(spot: Spot): Promise<void>;
  /** A pointer that is moved to where it is makes no event. */
  areAt(spot: Spot): boolean;
  /** The first button goes down, and stays there until `release`. */
  press(): Promise<void>;
  release(): Promise<void>;
  /** Strikes keys one after the other; names are those of X: `a`, `space`, `Return`, `Right`. */
  strike(keys: readonly string[]): Promise<void>;
}

/** What comes of it is for the caller to await: events reach a page when the programs in between have their turn. */
export function handsOn({ DISPLAY }: { readonly DISPLAY: string }): Hands {
  const tell = async (...order: readonly string[]) => {
    await run('xdotool', [...order], { env: { ...process.env, DISPLAY } });
  };
  let place: Spot | null = null;
  return {
    async move(spot) {
      await tell('mousemove', String(spot.x), String(spot.y));
      place = spot;
    },
    areAt: ({ x, y }) => x === place?.x && y === place.y,
    press: () => tell('mousedown', '1'),
    release: () => tell('mouseup', '1'),
    strike: (keys) => tell('key', '--delay', '0', ...keys),
  };
}
