/** The keys of commands as a person chooses them: what they may choose, and who gives way. */
import { type ChosenKeys, canonical, keyRefusal } from '../../../shared/accelerator.ts';
import { type CommandId, mayChooseKeys, usualKeys } from '../../../shared/commands.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Log } from '../../log/log.ts';
import type { Choices } from '../../settings/choices.ts';
import type { Feature } from '../feature.ts';

export interface ShortcutsOptions {
  readonly choices: Pick<Choices, 'keys' | 'setKeys'>;
  /** Operating system and processor, such as `linux x64`. */
  readonly platform: string;
  readonly log: Pick<Log, 'info'>;
  onChange(): void;
}

export type Shortcuts = Feature<'shortcuts.set' | 'shortcuts.reset', 'chosenKeys'>;

/** After the choice of a person. Keys that somebody chose for another command are taken from that; usual ones give way. */
export function afterChoice(chosen: ChosenKeys, id: CommandId, keys: string, platform: string): ChosenKeys {
  const same = (other: string) => keys !== '' && canonical(other, platform) === canonical(keys, platform);
  const others = Object.entries(chosen).filter(([other]) => other !== id);
  const left = others.map(([other, its]) => [other, same(its) ? '' : its] as const);
  const [usual, ...more] = usualKeys(id, platform);
  // What it has anyway is not kept, so that other keys of a later version count.
  const isUsual = more.length === 0 && (usual === undefined ? keys === '' : same(usual));
  return Object.fromEntries(isUsual ? left : [...left, [id, keys]]);
}

export function createShortcuts({ choices, platform, log, onChange }: ShortcutsOptions): Shortcuts {
  async function change(next: ChosenKeys): Promise<void> {
    const stored = choices.setKeys(next);
    onChange();
    await stored;
  }
  return {
    handlers: {
      async 'shortcuts.set'({ id, keys }) {
        // The window says why; it asks for no such keys.
        const isRefused = keys !== '' && keyRefusal(keys, platform) !== null;
        if (!mayChooseKeys(id) || isRefused) throw new AppError('request_refused', { reason: 'notNow' });
        log.info('shortcuts.changed', { id });
        await change(afterChoice(choices.keys(), id, keys, platform));
      },
      async 'shortcuts.reset'({ id }) {
        log.info('shortcuts.changed', { id: id ?? 'all' });
        await change(
          id === null ? {} : Object.fromEntries(Object.entries(choices.keys()).filter(([one]) => one !== id)),
        );
      },
    },
    sharedState: () => ({ chosenKeys: choices.keys() }),
    windowState: () => ({}),
  };
}
