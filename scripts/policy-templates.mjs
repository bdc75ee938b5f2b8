// The keys of a policy in the words and forms of each system: the table of the documents, the templates of Windows' group
// policy, and a profile of macOS. `npm run docs` writes them; test/unit/docs/contents.test.ts holds them against the schema.
import { z } from 'zod';

/** @typedef {typeof import('../src/main/settings/policy/policy.ts').policyKeys} Keys */
/** @typedef {keyof Keys} Key */
/**
 * @typedef {object} Words
 * @property {string} title
 * @property {string} explains
 * @property {string} otherwise what holds where the key is left out
 * @property {string} strictest what holds where its value is not understood
 * @property {Readonly<Record<string, string>>} [values] what each of a few values means
 */

/** @type {Readonly<Record<Key, Words>>} */
export const policyWords = {
  updates: {
    title: 'Updates',
    explains:
      'Whether Sightglass looks for updates. On a computer with a policy that does not say so, it looks for none: whoever manages the computer brings new versions.',
    otherwise: 'Without any policy, the person chooses; with one, `off`',
    strictest: '`off`',
    values: {
      off: 'None are looked for',
      notify: 'People are told of them, and choose when to download',
      automatic: 'They are downloaded, and put in place when Sightglass ends',
    },
  },
  updateUrl: {
    title: 'Address of updates',
    explains:
      'Where updates come from: an https address. Their descriptions must be signed with the key that is built into the installed copy, wherever they come from.',
    otherwise: 'The address that is built in, if there is one',
    strictest: '`updates` is `off`',
  },
  updateChannel: {
    title: 'Channel of updates',
    explains: 'Which versions are offered.',
    otherwise: 'The person chooses; `latest` at first',
    strictest: '`latest`',
    values: { latest: 'Released versions', beta: 'Early versions too' },
  },
  updateDeferralDays: {
    title: 'Deferral of updates',
    explains: 'For how many days after its publication an update is left alone.',
    otherwise: '0',
    strictest: '90',
  },
  runWithoutSandbox: {
    title: 'Running without the sandbox',
    explains:
      'Whether Sightglass may run where the operating system gives it no sandbox (Linux). Without one, a fault in the engine that shows workbooks endangers all that the person can reach.',
    otherwise: 'It may not',
    strictest: 'It may not',
  },
  crashReports: {
    title: 'Crash reports',
    explains:
      'Whether a crash leaves a report on the computer. Reports are never sent anywhere, and hold parts of the memory of the program. Switching them off removes those that are there.',
    otherwise: 'It does',
    strictest: 'It does not',
  },
  signOutWhenLocked: {
    title: 'Sign-out at a locked screen',
    explains:
      'Whether people are signed out of every profile when their screen is locked. Service accounts stay signed in.',
    otherwise: 'The person chooses; they are not at first',
    strictest: 'They are',
  },
  signOutWhenIdle: {
    title: 'Sign-out when nobody is there',
    explains:
      'After how many minutes without a key or a move of the mouse people are signed out of every profile; 0 is never. They are warned a minute before. Service accounts stay signed in.',
    otherwise: 'The person chooses; 0 at first',
    strictest: '5',
  },
  notifications: {
    title: 'Notifications',
    explains:
      'Whether Sightglass shows notifications of the system: that a sign-in is needed, that a download is done, and what people asked to be told of their workbooks.',
    otherwise: 'The person chooses; they are shown at first',
    strictest: 'They are not',
  },
  notificationNames: {
    title: 'Names in notifications',
    explains:
      'Whether notifications name profiles, workbooks and files. Many systems show notifications while the screen is locked.',
    otherwise: 'The person chooses; they do not at first',
    strictest: 'They do not',
  },
  startAtLogin: {
    title: 'Start at login',
    explains: 'Whether Sightglass starts when somebody signs in to the computer.',
    otherwise: 'The person chooses; it does not at first',
    strictest: 'It does not',
  },
  tabSleepMinutes: {
    title: 'Sleep of tabs',
    explains: 'After how many minutes tabs that nobody looks at sleep, so that they take no memory; 0 is never.',
    otherwise: 'The person chooses; 30 at first',
    strictest: '30',
  },
  mostLiveTabs: {
    title: 'Tabs awake',
    explains: 'How many tabs of a window are awake at most. Each takes memory, and queries when its data is refreshed.',
    otherwise: 'The person chooses; 8 at first',
    strictest: '8',
  },
  wallboardAtStart: {
    title: 'Start as a wallboard',
    explains: 'Whether Sightglass starts as a wallboard: in full screen, with its tabs in turn.',
    otherwise: 'The person chooses; it does not at first',
    strictest: 'It does not',
  },
  wallboardSeconds: {
    title: 'Pace of the wallboard',
    explains: 'For how many seconds a wallboard shows each tab.',
    otherwise: 'The person chooses; 30 at first',
    strictest: '30',
  },
  wallboardDisplay: {
    title: 'Display of the wallboard',
    explains: 'On which display a wallboard is shown, counted from left to right.',
    otherwise: 'The person chooses; where the window is at first',
    strictest: '`window`',
    values: {
      window: 'Where the window is',
      1: 'The first from the left',
      2: 'The second',
      3: 'The third',
      4: 'The fourth',
    },
  },
  auditTrail: {
    title: 'Audit trail',
    explains:
      'Whether Sightglass keeps an audit trail on the computer: who signed in, which sessions were signed, which files were saved. It holds names.',
    otherwise: 'The person chooses; on at first',
    strictest: 'It is kept',
  },
  auditDays: {
    title: 'Days of the audit trail',
    explains: 'For how many days entries of the audit trail are kept on the computer.',
    otherwise: 'The person chooses; 90 at first',
    strictest: '365',
  },
  auditSystemLog: {
    title: 'Audit trail in the log of the system',
    explains:
      'Whether each entry goes to the journal or syslog (Linux), the unified log (macOS) or the event log (Windows) as well, where others may read it.',
    otherwise: 'The person chooses; off at first',
    strictest: 'Off',
  },
  auditCollectorUrl: {
    title: 'Collector of audit trails',
    explains: 'An https address to which each entry of the audit trail is sent as well, as JSON lines.',
    otherwise: 'They are sent nowhere',
    strictest: 'They are sent nowhere, and `auditTrail` is on',
  },
  statusFile: {
    title: 'Status file',
    explains:
      'Whether Sightglass writes how it is into a file beside its settings, once a minute, for programs that monitor the computer. Only the person can read it.',
    otherwise: 'The person chooses; it does not at first',
    strictest: 'It does not',
  },
  statusNames: {
    title: 'Names in the status',
    explains:
      'Whether the status says what profiles and connections are called. Names of people and of workbooks are never in it.',
    otherwise: 'The person chooses; it does not at first',
    strictest: 'It does not',
  },
  alarmHookUrl: {
    title: 'Address for alarms',
    explains:
      'An https address that is told of each alarm by a POST with a small JSON document. Anybody on the computer can read it: no secret belongs into it.',
    otherwise: 'Nobody is told',
    strictest: 'Nobody is told',
  },
  alarmCommand: {
    title: 'Program for alarms',
    explains:
      'A program that is started at each alarm, and gets a small JSON document on its standard input: its whole path, then each argument by itself. No shell takes part, and no batch file is taken.',
    otherwise: 'None is started',
    strictest: 'None is started',
  },
  revealTokens: {
    title: 'Tokens in a terminal',
    explains:
      'Whether `sightglass token test --reveal` may print an access token, on a terminal and after the person has confirmed it.',
    otherwise: 'It may',
    strictest: 'It may not',
  },
  language: {
    title: 'Language',
    explains: 'The language of Sightglass. `system` is the first language of the system that Sightglass has.',
    otherwise: 'The person chooses; `system` at first',
    strictest: 'The person chooses',
    values: {
      system: 'As the system',
      en: 'English',
      de: 'Deutsch',
      fr: 'Français',
      es: 'Español',
      ja: '日本語',
    },
  },
  helpAddress: {
    title: 'Address for help',
    explains:
      'Where people are helped with Sightglass in their organisation: a page (`https://…`) or an address for mail (`mailto:…`, with a subject at most). It stands in the Help menu, in the About dialog, and beside what went wrong. Nothing is sent there by itself.',
    otherwise: 'People are led nowhere',
    strictest: 'They are led nowhere',
  },
  helpName: {
    title: 'Name of who helps',
    explains: 'Who helps there, as it stands on buttons: `IT service desk`, up to 60 characters. It needs an address.',
    otherwise: 'Nobody is named',
    strictest: 'Nobody is named',
  },
};

/**
 * @typedef {{ kind: 'boolean' } | { kind: 'choice', of: string[] } | { kind: 'number', least: number, most: number }
 *   | { kind: 'text' } | { kind: 'list' }} Form
 */

/** What a key takes, as the schema says. @param {import('zod').ZodType} schema @returns {Form} */
function formOf(schema) {
  const json = z.toJSONSchema(schema);
  if (json.type === 'boolean') return { kind: 'boolean' };
  if (json.type === 'integer') return { kind: 'number', least: Number(json.minimum), most: Number(json.maximum) };
  if (json.type === 'array') return { kind: 'list' };
  if (json.enum) return { kind: 'choice', of: json.enum.map(String) };
  return { kind: 'text' };
}

/** @param {Keys} keys @returns {{ key: Key, form: Form, words: Words }[]} */
const rowsOf = (keys) =>
  Object.entries(keys).map(([name, { schema }]) => {
    const key = /** @type {Key} */ (name);
    return { key, form: formOf(schema), words: policyWords[key] };
  });

/** @param {Form} form */
const typeOf = ({ kind }) =>
  kind === 'boolean' || kind === 'number' ? '`REG_DWORD`' : kind === 'list' ? '`REG_MULTI_SZ`' : '`REG_SZ`';

/** The table of the documents. @param {Keys} keys */
export function policyTable(keys) {
  const rows = rowsOf(keys).map(({ key, form, words }) => {
    const values = {
      boolean: () => '`true`, `false`',
      choice: () => (form.kind === 'choice' ? form.of.map((value) => `\`${value}\``).join(', ') : ''),
      number: () => (form.kind === 'number' ? `${form.least} to ${form.most}` : ''),
      text: () => 'a text',
      list: () => 'a list of texts',
    }[form.kind]();
    const type = typeOf(form);
    return `| \`${key}\` | ${values} | ${type} | ${words.explains} | ${words.otherwise} | ${words.strictest} |`;
  });
  return [
    '| Key | Values | On Windows | What it does | Left out | Not understood |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

/** @param {string} text */
const xml = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** The policies of the ADMX. @param {Keys} keys */
export function admxPolicies(keys) {
  return rowsOf(keys)
    .flatMap(({ key, form }) => {
      const own = form.kind === 'boolean' ? `valueName="${key}"` : `presentation="$(presentation.${key})"`;
      return [
        `    <policy name="${key}" class="Both" displayName="$(string.${key})" explainText="$(string.${key}_explain)" key="Software\\Policies\\Sightglass" ${own}>`,
        '      <parentCategory ref="sightglass" />',
        '      <supportedOn ref="windows10" />',
        ...admxElements(key, form),
        '    </policy>',
      ];
    })
    .join('\n');
}

/** @param {Key} key @param {Form} form */
function admxElements(key, form) {
  const named = `id="${key}" valueName="${key}" required="true"`;
  if (form.kind === 'boolean') {
    return [
      '      <enabledValue><decimal value="1" /></enabledValue>',
      '      <disabledValue><decimal value="0" /></disabledValue>',
    ];
  }
  if (form.kind === 'number') {
    return [`      <elements><decimal ${named} minValue="${form.least}" maxValue="${form.most}" /></elements>`];
  }
  if (form.kind === 'list') return [`      <elements><multiText ${named} /></elements>`];
  if (form.kind === 'text') return [`      <elements><text ${named} maxLength="1000" /></elements>`];
  return [
    `      <elements><enum ${named}>`,
    ...form.of.map(
      (value) =>
        `        <item displayName="$(string.${key}_${value})"><value><string>${value}</string></value></item>`,
    ),
    '      </enum></elements>',
  ];
}

/** The strings of the ADML. @param {Keys} keys */
export function admlStrings(keys) {
  return rowsOf(keys)
    .flatMap(({ key, form, words }) => [
      `      <string id="${key}">${xml(words.title)}</string>`,
      `      <string id="${key}_explain">${xml(words.explains)}</string>`,
      ...(form.kind === 'choice' ? form.of : []).map(
        (value) => `      <string id="${key}_${value}">${xml(words.values?.[value] ?? value)}</string>`,
      ),
    ])
    .join('\n');
}

/** How the ADML asks for each value. @param {Keys} keys */
export function admlPresentations(keys) {
  /** @param {Key} key @param {Form} form @param {string} title */
  const asked = (key, form, title) =>
    form.kind === 'choice'
      ? `<dropdownList refId="${key}" noSort="true">${title}</dropdownList>`
      : form.kind === 'number'
        ? `<decimalTextBox refId="${key}">${title}</decimalTextBox>`
        : form.kind === 'list'
          ? `<multiTextBox refId="${key}">${title}</multiTextBox>`
          : `<textBox refId="${key}"><label>${title}</label></textBox>`;
  return rowsOf(keys)
    .filter(({ form }) => form.kind !== 'boolean')
    .map(
      ({ key, form, words }) => `      <presentation id="${key}">${asked(key, form, xml(words.title))}</presentation>`,
    )
    .join('\n');
}

/** An example for each key, as an organisation might set it. @type {Readonly<Record<Key, string | number | boolean | string[]>>} */
export const policyExample = {
  updates: 'automatic',
  updateUrl: 'https://updates.example.com/sightglass/',
  updateChannel: 'latest',
  updateDeferralDays: 7,
  runWithoutSandbox: false,
  crashReports: true,
  signOutWhenLocked: true,
  signOutWhenIdle: 30,
  notifications: true,
  notificationNames: false,
  startAtLogin: true,
  tabSleepMinutes: 30,
  mostLiveTabs: 8,
  wallboardAtStart: true,
  wallboardSeconds: 30,
  wallboardDisplay: '1',
  auditTrail: true,
  auditDays: 180,
  auditSystemLog: true,
  auditCollectorUrl: 'https://audit.example.com/sightglass',
  statusFile: true,
  statusNames: false,
  alarmHookUrl: 'https://monitoring.example.com/sightglass',
  alarmCommand: ['/usr/local/bin/tell-monitoring', '--from', 'sightglass'],
  revealTokens: false,
  language: 'system',
  helpAddress: 'https://help.example.com/sightglass',
  helpName: 'IT service desk',
};

/** The settings of the profile for macOS. @param {Keys} keys */
export function profileSettings(keys) {
  return rowsOf(keys)
    .flatMap(({ key }) => {
      const value = policyExample[key];
      const written =
        typeof value === 'boolean'
          ? `<${value} />`
          : typeof value === 'number'
            ? `<integer>${value}</integer>`
            : typeof value === 'string'
              ? `<string>${xml(value)}</string>`
              : `<array>${value.map((one) => `<string>${xml(one)}</string>`).join('')}</array>`;
      return [`      <key>${key}</key>`, `      ${written}`];
    })
    .join('\n');
}

/** The file for Linux. */
export const linuxExample = () => `\n\`\`\`json\n${JSON.stringify(policyExample, null, 2)}\n\`\`\`\n`;

/** What is written where. @param {Keys} keys */
export function policyParts(keys) {
  return [
    { file: 'docs/administrator/policy.md', name: 'keys', text: policyTable(keys) },
    { file: 'docs/administrator/policy.md', name: 'example', text: linuxExample() },
    { file: 'build/policy/sightglass.admx', name: 'policies', text: admxPolicies(keys) },
    { file: 'build/policy/en-US/sightglass.adml', name: 'strings', text: admlStrings(keys) },
    { file: 'build/policy/en-US/sightglass.adml', name: 'presentations', text: admlPresentations(keys) },
    { file: 'build/policy/sightglass.mobileconfig', name: 'settings', text: profileSettings(keys) },
  ];
}
