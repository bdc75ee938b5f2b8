/** What command lines ask, put together from the features. */
import type { createFeatures } from '../features.ts';
import type { ProgramOptions } from '../program-options.ts';
import type { Signal } from '../signal.ts';
import { type Console, createConsole } from './console.ts';

export const createConsoleOfProgram = (
  options: ProgramOptions,
  { features, grants, rooms }: ReturnType<typeof createFeatures>,
  changes: Signal<void>,
): Console =>
  createConsole({
    ...options,
    ...features,
    ...rooms,
    ...grants,
    changes,
    profiles: options.profiles,
    profilesFeature: features.profiles,
    sign: features.workbooks.signAlone,
    handlers: { ...features.profiles.handlers, ...features.checks.handlers },
  });
