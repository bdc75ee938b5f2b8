/** What the parts of one connection's form share. */
import type { ConnectionValues } from './connection-values.ts';
import type { ProfileForm } from './use-profile-form.ts';

export interface ConnectionForm {
  readonly form: ProfileForm;
  readonly connection: ConnectionValues;
  change(patch: Partial<ConnectionValues>): void;
  /** The name of a field of this connection, as `checkForm` knows it. */
  name(field: string): string;
}
