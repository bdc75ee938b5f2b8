import { Button } from 'react-aria-components';
import { PlusIcon } from '../components/icons.tsx';
import { Field } from './field.tsx';
import { emptyWorkbook } from './form-values.ts';
import type { ProfileForm } from './use-profile-form.ts';

/** The workbooks of a profile: what each is called here, and where Sigma publishes it. */
export function WorkbooksSection({ form }: { form: ProfileForm }) {
  const { workbooks } = form.values;
  return (
    <section className="form-section" aria-labelledby="section-workbooks">
      <div className="section-head">
        <h2 id="section-workbooks">Workbooks</h2>
        <p className="muted">The address of each published workbook, as your browser shows it.</p>
      </div>
      <div className="fields">
        {workbooks.map(({ key, title, url }, index) => (
          <fieldset className="repeated" key={key} data-testid="workbook-fields">
            <legend className="visually-hidden">Workbook {index + 1}</legend>
            <div className="field-pair field-pair-url">
              <Field
                form={form}
                name={`workbooks.${key}.title`}
                label="Title"
                value={title}
                onChange={(text) => form.changeWorkbook(key, { title: text })}
              />
              <Field
                form={form}
                name={`workbooks.${key}.url`}
                label="Published URL"
                isCode
                inputMode="url"
                placeholder="https://app.sigmacomputing.com/…"
                value={url}
                onChange={(text) => form.changeWorkbook(key, { url: text })}
              />
            </div>
            {workbooks.length > 1 && (
              <Button
                className="button repeated-remove"
                data-variant="quiet"
                aria-label={`Remove workbook ${title || index + 1}`}
                onPress={() => form.change({ workbooks: workbooks.filter((workbook) => workbook.key !== key) })}
              >
                Remove
              </Button>
            )}
          </fieldset>
        ))}
        <div>
          <Button
            className="button"
            data-variant="secondary"
            data-testid="add-workbook"
            onPress={() => form.change({ workbooks: [...workbooks, emptyWorkbook()] })}
          >
            <PlusIcon />
            Add a workbook
          </Button>
        </div>
      </div>
    </section>
  );
}
