/** What the probe writes down (`probe.cjs`), read while it is written. */
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

export interface Mark {
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The address of the guest whose mark it is. */
  readonly guest?: string;
}

/** What is waited for in pages: for each name, an expression that holds in the page. */
export interface Wanted {
  readonly window: Readonly<Record<string, string>>;
  readonly workbook: Readonly<Record<string, string>>;
}

const LIMIT_MS = 30_000;
const LOOK_MS = 10;

/** Lines that are whole; the last one may still be written. */
export function readMarks(text: string): Mark[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Mark);
}

export interface Marks {
  all(): Mark[];
  /** Waits for a mark that was made after an instant. */
  wait(name: string, after?: number): Promise<Mark>;
}

export function marksIn(file: string): Marks {
  const all = () => (existsSync(file) ? readMarks(readFileSync(file, 'utf8')) : []);
  return {
    all,
    async wait(name, after = 0) {
      const limit = AbortSignal.timeout(LIMIT_MS);
      for (;;) {
        const found = all().find((mark) => mark.name === name && mark.at > after);
        if (found) return found;
        if (limit.aborted) {
          const came = all().map((mark) => mark.name);
          throw new Error(
            `The program did not come to "${name}" in ${LIMIT_MS / 1_000} s, only to: ${came.join(', ')}.`,
          );
        }
        await delay(LOOK_MS);
      }
    },
  };
}

const testId = (id: string) => `document.querySelector('[data-testid="${id}"]')`;

/** The rows are there, and nothing is asked for any more. */
export const hasData = `document.getElementById('status')?.textContent && document.getElementById('main').getAttribute('aria-busy') === 'false'`;

/** What a person waits for in the program. */
export const ours: Wanted = {
  window: {
    welcome: testId('set-up'),
    'sign-in card': testId('sign-in'),
    'workbook restored': testId('pane'),
  },
  workbook: { data: hasData },
};

export const ofBareApp: Wanted = { window: { page: `document.querySelector('h1')` }, workbook: {} };
