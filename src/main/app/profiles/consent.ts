/** Which changes of a profile a person has to agree to, and asking them in a dialog that no window can answer. */
import { AppError } from '../../../shared/errors.ts';
import type { ChangedField, ProfileChange } from '../../../shared/text/change-text.ts';
import type { SystemServices } from '../system-services.ts';

/** Who makes a change: a person in a window, or a file that was imported. */
export type Author = 'person' | 'file';

export interface Consent {
  /**
   * Asks, where these changes call for it. Nothing may have been touched for them before.
   *
   * @throws AppError `change_declined`
   */
  require(profileName: string, changes: readonly ProfileChange[], by: Author): Promise<void>;
  /**
   * The change as it is to be carried out in its turn: it fails when the person has declined something in the meantime.
   * A script in a window could else line up changes, to be asked about one after the other until a person errs.
   *
   * @throws AppError `change_declined`
   */
  unlessDeclined<Result>(change: () => Promise<Result>): () => Promise<Result>;
  /** For the end of the program: a question that is open counts as declined, and so does any to come. */
  declineAll(): void;
}

/** They say who gets the tokens of a profile (see `tokenRecipient`). */
const sigmaFields: readonly ChangedField[] = ['sigmaAddress', 'embedClientId', 'tenant'];
/** They say whom Sigma sees. A person may change that in the form, and sees it there. */
const personFields: readonly ChangedField[] = ['userKind', 'email', 'fallbackEmail'];

export function createConsent(system: Pick<SystemServices, 'confirmChange'>): Consent {
  let declined = 0;
  let declineAll = () => {};
  const closing = new Promise<false>((resolve) => {
    declineAll = () => resolve(false);
  });

  return {
    async require(profileName, changes, by) {
      const touches = (fields: readonly ChangedField[]) => changes.filter(({ field }) => fields.includes(field));
      const about = touches(sigmaFields).length > 0 ? 'sigma' : 'person';
      const asked = touches([...sigmaFields, ...(by === 'file' ? personFields : [])]);
      if (asked.length === 0) return;
      const gone = about === 'sigma' ? touches(['workbook']).filter(({ after }) => after === null) : [];
      const answer = system.confirmChange({ about, profileName, changes: [...asked, ...gone] });
      if (await Promise.race([answer, closing])) return;
      declined += 1;
      throw new AppError('change_declined');
    },
    unlessDeclined(change) {
      const asOf = declined;
      return async () => {
        if (declined !== asOf) throw new AppError('change_declined');
        return change();
      };
    },
    declineAll: () => declineAll(),
  };
}
