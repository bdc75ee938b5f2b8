/** A start of an image that is expected to end by itself. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { UpdateStage } from './update-stage.ts';

/** @returns its exit code; null when a signal ended it */
export async function startImage({ image, userData, variables }: UpdateStage): Promise<number | null> {
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const started = spawn(image, [...root, `--user-data-dir=${userData}`], {
    stdio: 'ignore',
    env: { ...variables, DISPLAY: process.env.DISPLAY, PATH: process.env.PATH, HOME: process.env.HOME },
  });
  const [code] = await once(started, 'exit');
  return code;
}
