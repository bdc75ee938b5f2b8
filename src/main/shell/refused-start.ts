/**
 * What becomes of a start that was given something it may not have. It is made again without it. Where that was
 * `--no-sandbox`, the new start dies by Chromium's own hand if the system gives it no sandbox, before the first line of
 * ours and without a window. So this one stays for a moment, and tells the person: it is the only one that can.
 *
 * Those who add the switch are the launchers of our packages: ours (`build/linux/start`), and `AppRun` of an AppImage.
 * Both do so where a try to make a user namespace fails, which says nothing yet: an AppArmor profile or the helper
 * `chrome-sandbox` may give the program what a shell does not get.
 */
import type { ChildProcess } from 'node:child_process';
import { AppError, type RemedyName } from '../../shared/errors.ts';
import type { Text } from '../../shared/text/en.ts';
import { errorText } from '../../shared/text/error-text.ts';
import { format } from '../../shared/text/format.ts';
import type { Log } from '../log/log.ts';
import type { CheckedStart } from './allowed-at-start.ts';
import { type SandboxCause, type SandboxFacts, sandboxCauses } from './sandbox-check.ts';

export const NO_SANDBOX = 'no-sandbox';

/** The exit code of a start that found no sandbox: EX_CONFIG of sysexits.h. */
export const NO_SANDBOX_EXIT_CODE = 78;

/**
 * So long a new start that has no sandbox lives at the most, in milliseconds; usually a tenth of a second. One that has
 * one writes into the log within a second, and needs nobody from then on.
 */
const DEATH_LIMIT_MS = 5_000;

export type StartOutcome =
  | { readonly kind: 'begin' }
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'say'; readonly title: string; readonly text: string; readonly code: number };

export interface RefusedStartOptions {
  readonly checked: CheckedStart;
  /** Whether this start was made by us already. */
  readonly isSecond: boolean;
  readonly platform: NodeJS.Platform;
  /** Starts the program with these arguments and variables; resolves when the process is there. */
  startAgain(checked: CheckedStart): Promise<ChildProcess>;
  /** Calls the listener when something is written into the log; answers with the function that stops it. */
  watchLog(listener: () => void): () => void;
  readonly lack: SandboxLack;
  readonly text: Text;
  readonly log: Pick<Log, 'warn' | 'error'>;
  setTimer(action: () => void, delayMs: number): () => void;
}

/** What is looked at only where there is no sandbox. */
export interface SandboxLack {
  facts(): SandboxFacts;
  /** Whether an administrator allows the program to run without; see `runWithoutSandbox` of the policy. */
  isAllowed(): boolean;
}

/** @returns what this process is to do now */
export async function refuseStart(options: RefusedStartOptions): Promise<StartOutcome> {
  const { checked, platform, text, log } = options;
  const names = checked.refused;
  const isWithoutSandbox = platform === 'linux' && names.includes(NO_SANDBOX);
  if (options.isSecond) {
    // Made by ourselves, below, when all else that was refused is out of its arguments and its environment.
    if (isWithoutSandbox && names.length === 1 && options.lack.isAllowed()) return { kind: 'begin' };
    log.error('program.start-refused', { names });
    return refusal(text, text.dialogs.startRefused, names);
  }
  log.warn('program.switches-refused', { names });
  try {
    const child = await options.startAgain(checked);
    const death = isWithoutSandbox ? await deathOf(child, options) : null;
    if (death === null) return { kind: 'exit', code: 0 };
    if (!isForSandbox(death, options.lack.facts().isRoot)) return { kind: 'exit', code: death.code ?? 1 };
    const outcome = withoutSandbox(options);
    if (outcome.kind !== 'begin') return outcome;
    await options.startAgain({ ...checked, arguments: [`--${NO_SANDBOX}`, ...checked.arguments] });
    return { kind: 'exit', code: 0 };
  } catch {
    // There is no new process, which is all that the person can be told; the executable is the one that runs now.
    log.error('program.start-refused', { names });
    return refusal(text, text.dialogs.startNotRepeated, names);
  }
}

/** There is no sandbox: runs where an administrator allows it, and says why not everywhere else. */
export function withoutSandbox({
  lack,
  text,
  log,
}: Pick<RefusedStartOptions, 'lack' | 'text' | 'log'>): Exclude<StartOutcome, { kind: 'exit' }> {
  const causes = sandboxCauses(lack.facts());
  if (lack.isAllowed()) {
    log.warn('sandbox.missing-allowed', { causes });
    return { kind: 'begin' };
  }
  log.error('sandbox.missing', { causes });
  return { kind: 'say', ...sandboxText(text, causes), code: NO_SANDBOX_EXIT_CODE };
}

interface Death {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** How a process ended; null when it has come so far that it writes into the log, or is there after a while. */
function deathOf(
  child: ChildProcess,
  { setTimer, watchLog }: Pick<RefusedStartOptions, 'setTimer' | 'watchLog'>,
): Promise<Death | null> {
  return new Promise((resolve) => {
    const stops: (() => void)[] = [];
    const settle = (death: Death | null): void => {
      for (const stop of stops) stop();
      resolve(death);
    };
    stops.push(
      setTimer(() => settle(null), DEATH_LIMIT_MS),
      watchLog(() => settle(null)),
    );
    if (child.exitCode !== null || child.signalCode !== null)
      settle({ code: child.exitCode, signal: child.signalCode });
    else child.once('exit', (code, signal) => settle({ code, signal }));
  });
}

/** Chromium traps where it finds no sandbox; as root it only ends. */
const isForSandbox = ({ code, signal }: Death, isRoot: boolean): boolean =>
  signal === null ? isRoot && code !== 0 : ['SIGTRAP', 'SIGILL', 'SIGABRT', 'SIGSEGV'].includes(signal);

/** What takes a cause away. */
export const sandboxRemedies = {
  root: 'sandboxRoot',
  seccomp: 'sandboxSeccomp',
  namespacesOff: 'sandboxNamespacesOff',
  cloneOff: 'sandboxCloneOff',
  apparmor: 'sandboxApparmor',
  container: 'sandboxContainer',
  namespaces: 'sandboxNamespaces',
  helper: 'sandboxHelper',
  helperNosuid: 'sandboxHelperNosuid',
  helperPrivileges: 'sandboxHelperPrivileges',
} as const satisfies Record<SandboxCause, RemedyName>;

/** A cause in words: what it is, and what takes it away. */
export const sandboxError = (cause: SandboxCause): AppError =>
  new AppError('sandbox_missing', { reason: cause, remedy: sandboxRemedies[cause] });

function sandboxText(text: Text, causes: readonly SandboxCause[]): { title: string; text: string } {
  const { dialogs, errors } = text;
  const paragraphs = causes.map((cause) => {
    const { detail, remedy } = errorText(text, sandboxError(cause));
    return `${detail}\n${remedy}`;
  });
  return {
    title: errors.sandbox_missing.title,
    text: [
      errors.sandbox_missing.remedy,
      ...paragraphs,
      ...(causes.length > 1 ? [dialogs.sandboxAlternative] : []),
      dialogs.sandboxPolicy,
      format(dialogs.code, { code: 'sandbox_missing' }),
    ].join('\n\n'),
  };
}

const refusal = (text: Text, reason: string, names: readonly string[]): StartOutcome => ({
  kind: 'say',
  title: text.dialogs.cannotStart,
  text: format(reason, { names: names.join(', ') }),
  code: 1,
});
