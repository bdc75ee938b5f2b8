/** What leads a window to the doctor, as main does when a person presses for it. */
import type { Page } from 'playwright';
import type { DoctorView } from '../../../src/shared/doctor.ts';
import { fixtures, testNow } from './fixtures.ts';

/** The run of a fixture. */
export const runOf = (state: 'doctor' | 'doctor-right' | 'doctor-running' | 'doctor-signed-out'): DoctorView => {
  const { doctor } = fixtures[state](testNow).window;
  if (!doctor) throw new Error(`There is no run in ${state}.`);
  return doctor;
};

/** Main tells the window of a run. */
export const tell = (page: Page, doctor: DoctorView | null): Promise<void> =>
  page.evaluate((run) => {
    const { window: own } = window.harness.state();
    window.harness.push({ window: { ...own, sheet: 'doctor', doctor: run } });
  }, doctor);

/** From the panel of an error to the doctor, which has found something by now. */
export async function findCause(page: Page): Promise<void> {
  await page.getByTestId('find-cause').first().click();
  await tell(page, { ...runOf('doctor'), matters: ['sigma', 'identity', 'session'] });
  await page.getByTestId('doctor-head').waitFor();
}
