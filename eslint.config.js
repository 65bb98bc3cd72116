import eslint from '@eslint/js';
import boundaries from 'eslint-plugin-boundaries';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** The rooms of the player in their order: each may import the earlier ones (ARCHITECTURE.md, Who may import whom). */
const stages = [
  ...[
    'settings',
    'trust',
    'server',
    'auth',
    'pairing',
    'media',
    'playlist',
    'heartbeat',
    'stick',
    'updates',
    'doctor',
  ],
  ...['status', 'screen', 'maintenance'],
];
/** What the player stands on, and which of its neighbours a room may use. */
const platform = { logging: [], files: ['logging'], machine: ['logging'], store: ['logging', 'files'] };
const platformRooms = Object.keys(platform);
const shells = ['electron', 'chromium'];
/** The two files that Electron loads by name. */
const entries = ['main', 'preload'];

const readingCommands = ['export-config', 'print-plays', 'run-doctor', 'settings-in-force'].map(
  (name) => `src/cli/${name}.ts`,
);
const opensByHealing =
  '^(create(Vault|TrustFile|SettingsFile|KeyFileBox)|open(Database|OrRebuild)|keepDamagedSettings|prepareDataFolder|replaceFile)$';

const onlyNamedExports = {
  selector: 'ExportDefaultDeclaration',
  message: 'Name what you export; a file may hold several.',
};
/** What people read comes from `assets/translations/`; these find words written into a component. */
const spokenAttribute =
  'JSXAttribute[name.name=/^(aria-(label|description|placeholder|roledescription|valuetext)|title|placeholder|alt|label|hint|error)$/]';
const words = ':matches(Literal[value=/[a-z]/i], TemplateLiteral:has(> TemplateElement[value.raw=/[a-z]/i]))';
const noWordsHere = [
  'JSXText[value=/[a-z]/i]',
  `:matches(JSXElement, JSXFragment) > JSXExpressionContainer > ${words}`,
  `:matches(JSXElement, JSXFragment) > JSXExpressionContainer > :matches(ConditionalExpression, LogicalExpression) > ${words}`,
  `${spokenAttribute} > Literal[value=/[a-z]/i]`,
  `${spokenAttribute} > JSXExpressionContainer > ${words}`,
  `${spokenAttribute} > JSXExpressionContainer > :matches(ConditionalExpression, LogicalExpression) > ${words}`,
].map((selector) => ({ selector, message: 'Words for people stand in assets/translations.' }));

/** The one function that lets go of what holds memory; by hand something is forgotten, and grows for years. */
const released = 'Let go of elements and workers with release() (renderer/stage/layers/release.ts).';
const noLettingGoByHand = [
  'CallExpression[callee.property.name="remove"][arguments.length=0]',
  'CallExpression[callee.property.name=/^(removeChild|replaceChild|replaceChildren|replaceWith|terminate)$/]',
  'CallExpression[callee.property.name="removeAttribute"][arguments.0.value="src"]',
  'AssignmentExpression[left.property.name=/^(innerHTML|outerHTML|textContent|innerText)$/]',
].map((selector) => ({ selector, message: released }));

const element = (type, pattern) => ({ type, pattern, partialMatch: false });
/** What a name stands for: a file of `src/`, or a folder. */
const all = (name) =>
  entries.includes(name) ? [{ file: { categories: name } }] : [{ element: { type: name } }];
const may = (from, ...to) => ({ from: all(from), allow: { to: [from, ...to].flatMap(all) } });
const mayNotUse = (from, source) => ({
  from: all(from),
  disallow: { to: { module: { origin: 'external', source } } },
});

const policies = [
  { allow: { to: { module: { origin: ['core', 'external'] } } } },
  may('shared'),
  may('playback', 'shared'),
  ...platformRooms.map((room) => may(room, 'shared', ...platform[room])),
  ...stages.map((stage, index) =>
    may(stage, 'shared', 'playback', ...platformRooms, ...stages.slice(0, index)),
  ),
  may('player', 'shared', 'playback', ...platformRooms, ...stages),
  may('shells-common', 'shared', ...platformRooms),
  ...shells.map((shell) => may(shell, 'shared', ...platformRooms, 'shells-common')),
  may('renderer', 'shared', 'playback', 'assets'),
  may('preload', 'shared'),
  may('main', 'cli', 'player', 'electron', 'shells-common', 'shared', ...platformRooms, ...stages),
  may('cli', 'player', 'chromium', 'shells-common', 'shared', ...platformRooms, ...stages),
  mayNotUse('shared', '!zod'),
  ...[
    'playback',
    ...platformRooms,
    ...stages,
    'player',
    'shells-common',
    'chromium',
    'cli',
    'renderer',
  ].flatMap((from) => [mayNotUse(from, 'electron'), mayNotUse(from, 'electron-store')]),
];

export default tseslint.config(
  { ignores: ['out/', 'release/', 'node_modules/', 'test-results/', 'playwright-report/'] },
  eslint.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: [
          'tsconfig.main.json',
          'tsconfig.preload.json',
          'tsconfig.renderer.json',
          'tsconfig.tests.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      'no-restricted-syntax': ['error', onlyNamedExports],
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/**/*.ts', 'renderer/**/*.{ts,tsx}'],
    plugins: { boundaries },
    settings: {
      'import/resolver': { node: { extensions: ['.ts', '.tsx', '.js', '.json', '.css'] } },
      'boundaries/include': ['src/**/*', 'renderer/**/*', 'tools/**/*', 'tests/**/*'],
      'boundaries/elements': [
        element('shared', 'src/shared'),
        element('playback', 'src/playback'),
        ...platformRooms.map((room) => element(room, `src/platform/${room}`)),
        ...stages.map((stage) => element(stage, `src/player/${stage}`)),
        element('player', 'src/player'),
        element('shells-common', 'src/shells/common'),
        ...shells.map((shell) => element(shell, `src/shells/${shell}`)),
        element('cli', 'src/cli'),
        element('renderer', 'renderer'),
        element('assets', 'assets'),
        element('tools', 'tools'),
        element('tests', 'tests'),
      ],
      'boundaries/files': entries.map((entry) => ({ category: entry, pattern: `src/${entry}.ts` })),
    },
    rules: {
      'boundaries/dependencies': ['error', { default: 'disallow', checkAllOrigins: true, policies }],
      'boundaries/no-unknown-files': 'error',
      'no-console': 'error',
    },
  },
  { files: ['src/cli/**/*.ts'], rules: { 'no-console': 'off' } },
  {
    // What only reads gets no hand on what heals, makes or writes while it opens.
    files: ['src/player/doctor/**/*.ts', ...readingCommands],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '.', importNamePattern: opensByHealing, message: 'This only reads: peek.' }] },
      ],
    },
  },
  {
    // Each part is handed what stands above it, so that the composition root reads from top to bottom.
    files: ['src/player/*.ts'],
    rules: {
      '@typescript-eslint/no-use-before-define': [
        'error',
        { variables: true, functions: false, allowNamedExports: false },
      ],
    },
  },
  {
    files: ['renderer/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    languageOptions: { globals: globals.browser },
    rules: reactHooks.configs.recommended.rules,
  },
  {
    files: ['renderer/**/*.ts'],
    ignores: ['renderer/stage/layers/release.ts'],
    rules: { 'no-restricted-syntax': ['error', onlyNamedExports, ...noLettingGoByHand] },
  },
  {
    files: ['renderer/**/*.tsx'],
    rules: { 'no-restricted-syntax': ['error', onlyNamedExports, ...noWordsHere, ...noLettingGoByHand] },
  },
  {
    files: ['*.config.ts', '*.config.js', '.dependency-cruiser.js'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.js'],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: { globals: globals.node, parserOptions: { project: null } },
  },
);
