/** What the fields of one workbook are given. */
import type { ProfileForm } from './use-profile-form.ts';
import type { WorkbookValues } from './workbook-values.ts';

export interface WorkbookForm {
  readonly form: ProfileForm;
  readonly workbook: WorkbookValues;
}
