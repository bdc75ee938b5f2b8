/** Every situation in which a renewal is tested. `docs/places.md` is written from it. */
import { controls } from './controls.ts';
import { dialogs } from './dialogs.ts';
import { documents } from './documents.ts';
import { looking, lookingElsewhere } from './looking.ts';
import { saved } from './saved.ts';
import { servers, unseen } from './servers.ts';
import type { SituationGroup } from './situation.ts';

export const situationGroups: readonly SituationGroup[] = [
  looking,
  ...lookingElsewhere,
  controls,
  saved,
  documents,
  dialogs,
  servers,
  unseen,
];
