/** Exports that the server makes: a page asks for one, and fetches it once, as a file with a name. */
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';

export const EXPORTS_PATH = '/exports/';

const ROW = '2016-01-01 00:00:00,2016-01-01 00:09:59,Manhattan,10001,10002,1.5,8.0\r\n';
/** Enough that no buffer between the server and the program holds all of it. */
const ROWS = 200_000;

/** How exports go out: at once, the first half and then nothing, or the first half and then the end of the line. */
export type ExportPace = 'whole' | 'held' | 'broken';

export interface Exports {
  /** @returns the path at which it can be fetched once */
  order(name: string): string;
  /** Answers with an export, or says that there is none. */
  answer(path: string, response: ServerResponse): boolean;
  setPace(pace: ExportPace): void;
}

export function createExports(): Exports {
  const ordered = new Map<string, string>();
  const held = new Set<() => void>();
  let pace: ExportPace = 'whole';
  return {
    order(name) {
      const id = randomUUID();
      ordered.set(id, name);
      return `${EXPORTS_PATH}${id}`;
    },
    answer(path, response) {
      const id = path.slice(EXPORTS_PATH.length);
      const name = ordered.get(id);
      if (name === undefined) return false;
      ordered.delete(id);
      const body = Buffer.from(ROW.repeat(ROWS));
      response.setHeader('content-type', 'text/csv; charset=utf-8');
      response.setHeader('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`);
      response.setHeader('content-length', body.length);
      if (pace === 'whole') {
        response.end(body);
        return true;
      }
      const half = Math.floor(body.length / 2);
      response.write(body.subarray(0, half), () => {
        if (pace === 'broken') response.destroy();
      });
      const release = () => void response.end(body.subarray(half));
      held.add(release);
      response.on('close', () => held.delete(release));
      return true;
    },
    setPace(wanted) {
      pace = wanted;
      if (wanted === 'whole') for (const release of held) release();
    },
  };
}
