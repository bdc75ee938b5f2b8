/** What stands in a sheet below its head. */
import type { Sheet } from '../../shared/state.ts';
import { AuditPage } from './audit-page.tsx';
import { DoctorPage } from './doctor-page.tsx';
import { SettingsPage } from './settings-page.tsx';
import { ShortcutsPage } from './shortcuts-page.tsx';

const pages: Record<Sheet, () => React.ReactNode> = {
  settings: SettingsPage,
  shortcuts: ShortcutsPage,
  audit: AuditPage,
  doctor: DoctorPage,
};

export function SheetPage({ sheet }: { sheet: Sheet }) {
  const Page = pages[sheet];
  return <Page />;
}
