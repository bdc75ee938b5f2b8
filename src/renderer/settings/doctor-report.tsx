/** What leaves with a report, to be read before it does: each of its files, with names or without. */
import { useEffect, useState } from 'react';
import { Button, Checkbox } from 'react-aria-components';
import type { AppErrorView } from '../../shared/errors.ts';
import type { ReportFile } from '../../shared/ipc/doctor.ts';
import { format, plural } from '../../shared/text/format.ts';
import { request } from '../bridge/request.ts';
import { BusyButton } from '../components/busy-button.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { CheckIcon, ChevronRightIcon } from '../components/icons.tsx';
import { Spinner } from '../components/spinner.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';

export function DoctorReport({ onBack }: { onBack: () => void }) {
  const words = useText().doctor.report;
  const { bridge, ask } = useApp();
  const [withNames, setWithNames] = useState(false);
  const [files, setFiles] = useState<readonly ReportFile[] | null>(null);
  const [error, setError] = useState<AppErrorView | null>(null);
  const [status, setStatus] = useState<'reading' | 'saving' | 'saved'>('reading');

  useEffect(() => {
    let isWanted = true;
    setFiles(null);
    setError(null);
    setStatus('reading');
    void request(() => bridge.doctor.preview({ withNames })).then((answer) => {
      if (!isWanted) return;
      if (answer.ok) setFiles(answer.value.files);
      else setError(answer.error);
    });
    return () => {
      isWanted = false;
    };
  }, [bridge, withNames]);

  async function save(): Promise<void> {
    setStatus('saving');
    const answer = await ask(() => bridge.doctor.save({ withNames }));
    setStatus(answer.ok && answer.value.isSaved ? 'saved' : 'reading');
  }

  return (
    <div className="settings-body doctor" data-testid="doctor-report">
      <div>
        <Button className="button" data-variant="quiet" data-testid="report-back" autoFocus onPress={onBack}>
          {words.back}
        </Button>
      </div>
      <div>
        <h3>{words.title}</h3>
        <p className="muted">{words.intro}</p>
      </div>
      <WithoutNames withNames={withNames} onChange={setWithNames} />
      {error && <ErrorPanel level={3} error={error} />}
      {files ? <Files files={files} /> : !error && <Reading />}
      <div className="row-actions doctor-foot">
        <BusyButton
          className="button"
          data-variant="primary"
          data-testid="save-report"
          isBusy={status === 'saving' || files === null}
          onPress={() => void save()}
        >
          {words.save}
        </BusyButton>
        <p className="doctor-saved" role="status">
          {status === 'saved' && words.saved}
        </p>
      </div>
    </div>
  );
}

function Reading() {
  const words = useText().doctor.report;
  return (
    <p className="progress-line">
      <Spinner />
      {words.reading}
    </p>
  );
}

function WithoutNames({ withNames, onChange }: { withNames: boolean; onChange: (withNames: boolean) => void }) {
  const words = useText().doctor.report;
  return (
    <Checkbox className="checkbox doctor-names" isSelected={!withNames} onChange={(without) => onChange(!without)}>
      <span className="checkbox-box" aria-hidden="true">
        {!withNames && <CheckIcon size={12} />}
      </span>
      <span>
        {words.withoutNames}
        <span className="muted">{words.withoutNamesHelp}</span>
      </span>
    </Checkbox>
  );
}

function Files({ files }: { files: readonly ReportFile[] }) {
  const words = useText().doctor.report;
  return (
    <ul className="check-list" aria-label={words.title}>
      {files.map((file) => (
        <File key={file.name} file={file} />
      ))}
    </ul>
  );
}

/** Name and content are those of the file, and no words of ours. A long content is drawn once somebody wants to read it. */
function File({ file: { name, text: content } }: { file: ReportFile }) {
  const text = useText();
  const words = text.doctor.report;
  const [isOpen, setOpen] = useState(false);
  const lines = content.trimEnd().split('\n').length;
  return (
    <li className="doctor-file" data-testid="report-file">
      <details open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          <ChevronRightIcon />
          <span translate="no">{name}</span>
          <span className="fine-print">{format(plural(words.lines, lines, text.locale), { count: lines })}</span>
        </summary>
        {isOpen && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and so do keys
          <section aria-label={format(words.contentOf, { name })} tabIndex={0}>
            <pre translate="no">{content}</pre>
          </section>
        )}
      </details>
    </li>
  );
}
