/** The workbooks of a profile: what each is called here, where Sigma publishes it, and how it opens. */
import { Button } from 'react-aria-components';
import { PlusIcon } from '../components/icons.tsx';
import { useText } from '../context/text-context.tsx';
import { hasOtherOrigin } from './form-values.ts';
import { addRow } from './rows.ts';
import { SignInAgainNote } from './sign-in-again-note.tsx';
import type { ProfileForm } from './use-profile-form.ts';
import { WorkbookFields } from './workbook-fields.tsx';
import { emptyWorkbook } from './workbook-values.ts';

export function WorkbooksSection({ form }: { form: ProfileForm }) {
  const texts = useText().setUp.workbooks;
  const { workbooks } = form.values;
  const add = () => {
    const row = emptyWorkbook();
    addRow(row.key, () => form.change({ workbooks: [...workbooks, row] }));
  };
  return (
    <section className="form-section" aria-labelledby="section-workbooks">
      <div className="section-head">
        <h2 id="section-workbooks">{texts.title}</h2>
        <p className="muted">{texts.help}</p>
      </div>
      <div className="fields">
        {workbooks.map((workbook, index) => (
          <WorkbookFields key={workbook.key} form={form} workbook={workbook} number={index + 1} />
        ))}
        {hasOtherOrigin(form.start, form.values) && <SignInAgainNote isOtherSigma />}
        <div>
          <Button className="button" data-variant="secondary" data-testid="add-workbook" onPress={add}>
            <PlusIcon />
            {texts.add}
          </Button>
        </div>
      </div>
    </section>
  );
}
