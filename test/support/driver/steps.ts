/** Steps that follow one another, each with its time and a picture of where it led. */
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { redact } from '../../../src/main/log/redact.ts';

export interface Step {
  readonly name: string;
  readonly milliseconds: number;
  /** The picture's path below the root; null when it could not be taken. */
  readonly screenshot: string | null;
  readonly error?: string;
}

/** Takes a picture and writes it to the path. */
export type TakePicture = (path: string) => Promise<void>;

/** A step takes a few seconds at most, unless something hangs. */
const LIMIT_MS = 120_000;

export interface StepsOptions {
  /** The folder in which paths of pictures begin. */
  readonly root: string;
  /** The folder of the pictures, below `root`. */
  readonly folder: string;
  /** Gets each step that was carried out. */
  readonly steps: Step[];
  /** Told of each step that succeeded. */
  onStep(number: string, step: Step): void;
  /** Shows where a step got stuck. */
  readonly takeFailure: TakePicture;
}

/** Returns a function that carries out one step, notes it, and throws when it fails. */
export function createSteps({ root, folder, steps, onStep, takeFailure }: StepsOptions) {
  return async (name: string, act: () => Promise<unknown>, take: TakePicture): Promise<void> => {
    const number = String(steps.length + 1).padStart(2, '0');
    const screenshot = `${folder}/${number}-${name}.png`;
    const path = join(root, screenshot);
    const begun = performance.now();
    const milliseconds = () => Math.round(performance.now() - begun);
    try {
      await withinLimit(async () => {
        await act();
        await take(path);
      });
    } catch (error) {
      const taken = milliseconds();
      const seen = await takeFailure(path).then(
        () => screenshot,
        () => null,
      );
      steps.push({ name, milliseconds: taken, screenshot: seen, error: reasonOf(error) });
      throw error;
    }
    const step = { name, milliseconds: milliseconds(), screenshot };
    steps.push(step);
    onStep(number, step);
  };
}

/** What went wrong, for a report: the beginning, since tools add pages of their own history. */
export function reasonOf(error: unknown): string {
  const message = stripVTControlCharacters(error instanceof Error ? error.message : String(error));
  return redact(message.split('\n').slice(0, 5).join(' ').trim()).slice(0, 500);
}

async function withinLimit(action: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing came of it in ${LIMIT_MS / 1_000} s`)), LIMIT_MS);
  });
  try {
    await Promise.race([action(), late]);
  } finally {
    clearTimeout(timer);
  }
}
