/** A sign-in that a command line asks for: in the browser of the person, without a window of ours. */
import { AppError } from '../../../shared/errors.ts';
import type { Connection } from '../../../shared/profile/connection.ts';
import { isServiceAccount } from '../../../shared/profile/connection-rules.ts';
import type { SignInFeature } from '../sign-in/sign-in-feature.ts';
import type { Asker } from './asker.ts';

/** Resolves when somebody is signed in. @throws AppError why nobody is */
export async function signInFor(
  connection: Connection,
  { signInAlone }: Pick<SignInFeature, 'signInAlone'>,
  { note, signal }: Pick<Asker, 'note' | 'signal'>,
): Promise<void> {
  if (signal.aborted) throw new AppError('sign_in_cancelled', { reason: 'byPerson' });
  if (!isServiceAccount(connection)) note({ note: 'browser', connection: connection.label });
  await signInAlone(connection.id, { signal, onNotOpened: (link) => note({ note: 'link', link }) });
}
