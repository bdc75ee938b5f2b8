/** The page of the doctor: what is wrong and who must act, then everything that was looked at. */
import { useId, useState } from 'react';
import { Button } from 'react-aria-components';
import { doctorTicket } from '../../shared/text/doctor-text.ts';
import { errorText } from '../../shared/text/error-text.ts';
import { format } from '../../shared/text/format.ts';
import { AskForHelp } from '../components/ask-for-help.tsx';
import { CopyText } from '../components/copy-text.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { DoctorHead } from './doctor-head.tsx';
import { DoctorReport } from './doctor-report.tsx';
import { DoctorSections } from './doctor-sections.tsx';
import { type Doctor, useDoctor } from './use-doctor.ts';

export function DoctorPage() {
  const doctor = useDoctor();
  const [showsReport, setShowsReport] = useState(false);
  const { state } = useApp();
  const text = useText();
  const { view, cause, refusal } = doctor;
  if (showsReport) return <DoctorReport onBack={() => setShowsReport(false)} />;
  const { version, platform } = state;
  const isOver = view !== null && !doctor.isRunning;
  return (
    <div className="settings-body doctor" data-testid="doctor" data-phase={doctor.isRunning ? 'running' : view?.phase}>
      <Bar doctor={doctor} />
      {refusal && <ErrorPanel level={3} error={refusal} tone="warning" />}
      {view && <DoctorHead doctor={doctor} view={view} soughtError={cause && errorText(text, cause).title} />}
      {view && <DoctorSections doctor={doctor} view={view} />}
      {isOver && (
        <div className="row-actions doctor-foot">
          <CopyText
            text={doctorTicket(text, view, { version, platform })}
            label={text.checks.copy}
            shown={text.checks.copy}
          />
          <Button
            className="button"
            data-variant="secondary"
            data-testid="open-report"
            onPress={() => setShowsReport(true)}
          >
            {text.doctor.report.open}
          </Button>
          <AskForHelp />
        </div>
      )}
      <p className="fine-print">{text.doctor.intro}</p>
    </div>
  );
}

/** What is looked at, how far it is, and the one button, which stays in its place. */
function Bar({ doctor }: { doctor: Doctor }) {
  const text = useText();
  const words = text.doctor;
  const { view, subject, done, isRunning } = doctor;
  const all = view?.checks.length ?? 0;
  return (
    <div className="doctor-bar">
      <SubjectChoice doctor={doctor} />
      <div className="doctor-progress">
        {isRunning && view && (
          <>
            <progress value={done} max={Math.max(all, 1)} aria-label={words.title} />
            <span className="fine-print" data-testid="doctor-progress">
              {format(words.progress, { done, all })}
            </span>
          </>
        )}
      </div>
      <Button
        className="button"
        data-variant="secondary"
        data-testid={isRunning ? 'stop-doctor' : 'start-doctor'}
        autoFocus
        onPress={() => (isRunning ? doctor.stop() : void doctor.look(subject))}
      >
        {isRunning ? words.stop : words.again}
      </Button>
    </div>
  );
}

/** Where there are several, one of them is chosen; where there is one, its name stands there. */
function SubjectChoice({ doctor }: { doctor: Doctor }) {
  const words = useText().doctor;
  const { state } = useApp();
  const id = useId();
  const { subject, isRunning, look } = doctor;
  const profiles = state.profiles.map(({ profile }) => profile);
  if (profiles.length === 0) return <p className="doctor-subject">{words.noSetUp}</p>;
  if (profiles.length === 1 && subject !== null) {
    return (
      <p className="doctor-subject">
        <span className="muted">{words.subject}</span> <span translate="no">{profiles[0]?.name}</span>
      </p>
    );
  }
  return (
    <div className="field doctor-subject">
      <label htmlFor={id}>{words.subject}</label>
      <select
        id={id}
        className="input"
        data-testid="doctor-subject"
        value={subject ?? ''}
        disabled={isRunning}
        onChange={(event) => void look(event.target.value || null)}
      >
        {profiles.map((profile) => (
          <option key={profile.id} value={profile.id} translate="no">
            {profile.name}
          </option>
        ))}
        <option value="">{words.computerAlone}</option>
      </select>
    </div>
  );
}
