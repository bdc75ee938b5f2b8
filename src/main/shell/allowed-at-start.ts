/**
 * What the packaged app may be started with. Everything else on the command line, and every other variable of the
 * families below, is refused: Chromium, Electron and Node know hundreds of switches that open windows to others, weaken
 * connections, leave the sandbox or write things down, and each version brings more. See docs/decisions/0016.
 */

import { isOpenLink } from '../../shared/open-link.ts';

/** An allowed switch, and the shape of its value (empty for one without). */
type Allowed = readonly [name: RegExp, value: RegExp];

const NOTHING = /^$/;
const exactly = (name: string, value: RegExp): Allowed => [new RegExp(`^${name}$`), value];

/** Set by ourselves at the second start; see `start-again.ts`. It allows nothing. */
export const STARTED_AGAIN = '--started-again';

const switches: readonly Allowed[] = [
  // Ours.
  exactly('import-env', /./),
  exactly('new-window', NOTHING),
  exactly('started-again', NOTHING),
  // Where our own files are. The environment (HOME, XDG_CONFIG_HOME, APPDATA) says the same, and kiosks need it.
  exactly('user-data-dir', /./),
  // How the window is drawn, and in which language: the desktop's own ways, and what helps with a broken driver.
  exactly('ozone-platform', /^(?:x11|wayland)$/),
  exactly('ozone-platform-hint', /^(?:auto|x11|wayland)$/),
  exactly('enable-wayland-ime', /^(?:true)?$/),
  exactly('wayland-text-input-version', /^\d$/),
  exactly('enable-features', /^(?:(?:UseOzonePlatform|WaylandWindowDecorations)(?:,|$))+$/),
  exactly('gtk-version', /^\d$/),
  exactly('class', /^[\w.-]+$/),
  exactly('lang', /^[\w-]+$/),
  exactly('force-device-scale-factor', /^\d+(?:\.\d+)?$/),
  exactly('force-dark-mode', NOTHING),
  exactly('force-prefers-reduced-motion', NOTHING),
  exactly('force-renderer-accessibility', /^(?:basic|form-controls|complete)?$/),
  exactly('disable-gpu', NOTHING),
  exactly('disable-gpu-compositing', NOTHING),
  exactly('disable-dev-shm-usage', NOTHING),
  // Which keyring on a desktop that Chromium does not know; never `basic`, whose key is public.
  exactly('password-store', /^(?:gnome-libsecret|kwallet[56]?)$/),
  // What Finder on macOS and installers on Windows add by themselves.
  [/^psn_\d+_\d+$/, NOTHING],
  exactly('updated', NOTHING),
];

/** What tests need in addition: a window is driven through the debugger, and root has no sandbox. */
const testSwitches: readonly Allowed[] = [exactly('remote-debugging-port', /^\d+$/)];
const testSwitchesOfRoot: readonly Allowed[] = [exactly('no-sandbox', NOTHING)];

/**
 * Variables that Node, Electron, Chromium, OpenSSL or NSS read, by the beginning of their names. What belongs to nobody
 * of them cannot be told from a variable of the person's own, and stays.
 */
const families = [
  /^NODE_/,
  /^ELECTRON_/,
  /^CHROME_/,
  /^(?:SSL|OPENSSL_|NSS_)/,
  /^GOOGLE_(?:API_KEY|DEFAULT_CLIENT_ID|DEFAULT_CLIENT_SECRET)$/,
  /^BREAKPAD_/,
  /^SIGHTGLASS_(?:ALLOW_|LANGUAGE$)/,
];

const variables: ReadonlySet<string> = new Set([
  // Electron sets it itself, from the name of the program.
  'CHROME_DESKTOP',
  // The desktop's choice between X11 and Wayland, as `--ozone-platform-hint`.
  'ELECTRON_OZONE_PLATFORM_HINT',
  // For programs that look at them; nothing in the packaged app does.
  'NODE_ENV',
  'NODE_HOME',
  'NODE_VERSION',
]);

/** In the place of a name. */
const AFTER_LINK = '(after a link)';

/** A line of the log that somebody else decides about must not grow without end. */
const MOST_NAMES = 50;

const OURS = /^SIGHTGLASS_/;

export interface StartConditions {
  /** `process.argv`. */
  readonly argv: readonly string[];
  /** `process.env`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** Whether this is a package that was built for tests; see `build-mark.ts`. */
  readonly isTestBuild: boolean;
  readonly isRoot: boolean;
  /** Whether a command follows, which needs no display. */
  readonly isCommand?: boolean;
}

export interface CheckedStart {
  /** The names of what was refused, without values, in order and a few dozen at most; empty when all is allowed. */
  readonly refused: readonly string[];
  /** The arguments that are left, without the program itself. */
  readonly arguments: readonly string[];
  /** The variables that are left. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Divides what a start was given into what is allowed and what is not. */
export function checkStart(conditions: StartConditions): CheckedStart {
  const { argv, environment, isTestBuild, isRoot, isCommand = false } = conditions;
  const forTests = isRoot ? [...testSwitches, ...testSwitchesOfRoot] : testSwitches;
  const ofStart = isCommand ? [...switches, exactly('ozone-platform', /^headless$/)] : switches;
  const allowed = isTestBuild ? [...ofStart, ...forTests] : ofStart;
  const refused = new Set<string>();
  const kept: string[] = [];
  let hasLink = false;
  for (const argument of argv.slice(1)) {
    // What a system starts for a link ends with it. What follows has broken out of the link, by a quote or a space.
    if (hasLink) {
      refused.add(AFTER_LINK);
      continue;
    }
    hasLink = isOpenLink(argument);
    const found = readSwitch(argument, conditions.platform);
    const isAllowed =
      found === null || allowed.some(([name, value]) => name.test(found.name) && value.test(found.value));
    if (isAllowed) kept.push(argument);
    else refused.add(shownName(found.name));
  }
  const left: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined) continue;
    // Windows does not tell upper case from lower case here.
    const known = conditions.platform === 'win32' ? name.toUpperCase() : name;
    if (isVariableAllowed(known) || (isTestBuild && OURS.test(known))) left[name] = value;
    else refused.add(shownName(name));
  }
  return { refused: [...refused].sort().slice(0, MOST_NAMES), arguments: kept, environment: left };
}

const isVariableAllowed = (name: string): boolean =>
  variables.has(name) || !families.some((family) => family.test(name));

/** What Chromium takes off both ends on Windows: two characters more than `trim` does. */
const OUTER_SPACE = /^[\s\u0085\u180e]+|[\s\u0085\u180e]+$/g;

/**
 * An argument as Chromium reads it (base/command_line.cc), and then some: whatever it might take for a switch on any
 * system and after any other argument, `--` too, is one here. Null for one that is no switch.
 */
function readSwitch(argument: string, platform: NodeJS.Platform): { name: string; value: string } | null {
  const prefixes = platform === 'win32' ? /^(?:--|-|\/)(?=.)/ : /^(?:--|-)(?=.)/;
  const text = argument.replace(OUTER_SPACE, '');
  if (text === '--' || !prefixes.test(text)) return null;
  const [, name = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(text.replace(prefixes, '')) ?? [];
  return { name: platform === 'win32' ? name.toLowerCase() : name, value };
}

/** A name may have been made up, to write something into the log. */
const shownName = (name: string): string => (/^[\w-]{1,64}$/.test(name) ? name : '(unreadable)');
