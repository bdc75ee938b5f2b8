/** A program whose settings and vault are files of a real folder, as the system has them, and a doctor that looks at them there. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DoctorEdges } from '../../src/main/app/doctor/doctor-edges.ts';
import type { NetworkEdges } from '../../src/main/app/doctor/network-edges.ts';
import type { ProgramOptions } from '../../src/main/app/program-options.ts';
import { openProfiles } from '../../src/main/settings/profiles.ts';
import { faultOfFolder } from '../../src/main/storage/downloaded-file.ts';
import { lookAtFiles } from '../../src/main/storage/look-at-files.ts';
import { hasDamagedCopy, openStoreFile } from '../../src/main/storage/store-file.ts';
import { createEncryptedVault } from '../../src/main/vault/encrypted-vault.ts';
import { createSetAside } from '../../src/main/vault/set-aside.ts';
import { wholeComputer, wholeDesk } from './doctor.ts';
import { createFakeKeychain } from './vault-fakes.ts';

export interface OwnFolder {
  readonly folder: string;
  /** Opened anew, as the next start would. */
  options(network: NetworkEdges): Promise<Partial<ProgramOptions>>;
  remove(): Promise<void>;
}

export async function createOwnFolder(): Promise<OwnFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'sightglass-folder-'));
  // One for all starts, as the system has it.
  const cipher = createFakeKeychain();
  const nothing = () => undefined;
  const open = (name: string) =>
    openStoreFile(name, { folder, now: Date.now, onDamaged: nothing, onNotFlushed: nothing, onErasedInPlace: nothing });
  const doctor = (network: NetworkEdges): DoctorEdges => ({
    ...wholeComputer,
    folder,
    network,
    async freeBytes(of) {
      const { bavail, bsize } = await statfs(of);
      return bavail * bsize;
    },
    computer: {
      ...wholeDesk,
      stored: () => lookAtFiles(folder, ['settings', 'vault', 'vault-set-aside'], process.getuid?.()),
      async downloads() {
        const place = join(folder, 'downloads');
        return { folder: place, fault: await faultOfFolder(place, 0) };
      },
    },
  });
  return {
    folder,
    async options(network) {
      const settings = open('settings');
      return {
        settings,
        profiles: await openProfiles({
          settings,
          hasDamagedFile: await hasDamagedCopy('settings', folder),
          randomUuid: randomUUID,
          onDamaged: nothing,
        }),
        vault: createEncryptedVault({
          backend: 'secret-service',
          cipher,
          entries: open('vault'),
          setAside: createSetAside(open('vault-set-aside')),
          now: Date.now,
          onDamaged: nothing,
          onNotEncryptedAgain: nothing,
        }),
        doctor: doctor(network),
      };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
