/** The workbooks of a profile: what each is called here, and where Sigma publishes it. */
import { Button } from 'react-aria-components';
import { format } from '../../shared/text/format.ts';
import { PlusIcon } from '../components/icons.tsx';
import { useText } from '../context/text-context.tsx';
import { Field } from './field.tsx';
import { emptyWorkbook, hasOtherOrigin } from './form-values.ts';
import { RefreshFields } from './refresh-fields.tsx';
import { SignInAgainNote } from './sign-in-again-note.tsx';
import type { ProfileForm } from './use-profile-form.ts';

export function WorkbooksSection({ form }: { form: ProfileForm }) {
  const text = useText();
  const texts = text.setUp.workbooks;
  const { workbooks } = form.values;
  return (
    <section className="form-section" aria-labelledby="section-workbooks">
      <div className="section-head">
        <h2 id="section-workbooks">{texts.title}</h2>
        <p className="muted">{texts.help}</p>
      </div>
      <div className="fields">
        {workbooks.map(({ key, title, url }, index) => (
          <fieldset className="repeated" key={key} data-testid="workbook-fields">
            <legend className="visually-hidden">{format(texts.numbered, { number: index + 1 })}</legend>
            <div className="field-pair field-pair-url">
              <Field
                form={form}
                name={`workbooks.${key}.title`}
                label={texts.name}
                value={title}
                onChange={(entered) => form.changeWorkbook(key, { title: entered })}
              />
              <Field
                form={form}
                name={`workbooks.${key}.url`}
                label={texts.url}
                isCode
                inputMode="url"
                placeholder="https://app.sigmacomputing.com/…"
                value={url}
                onChange={(entered) => form.changeWorkbook(key, { url: entered })}
              />
            </div>
            <RefreshFields form={form} workbookKey={key} />
            {workbooks.length > 1 && (
              <Button
                className="button repeated-remove"
                data-variant="quiet"
                aria-label={format(texts.removeOne, { workbook: title || index + 1 })}
                onPress={() => form.change({ workbooks: workbooks.filter((workbook) => workbook.key !== key) })}
              >
                {text.common.remove}
              </Button>
            )}
          </fieldset>
        ))}
        {hasOtherOrigin(form.start, form.values) && <SignInAgainNote isOtherSigma />}
        <div>
          <Button
            className="button"
            data-variant="secondary"
            data-testid="add-workbook"
            onPress={() => form.change({ workbooks: [...workbooks, emptyWorkbook()] })}
          >
            <PlusIcon />
            {texts.add}
          </Button>
        </div>
      </div>
    </section>
  );
}
