import eslint from '@eslint/js';
import boundaries from 'eslint-plugin-boundaries';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** The stages of the player in their order: each may import the earlier ones (ARCHITECTURE.md, Who may import whom). */
const stages = ['settings', 'trust', 'server', 'auth', 'media', 'playlist', 'heartbeat', 'doctor'];
/** The files of `src/` that stand alone. */
const entries = ['player', 'main', 'preload'];
const foundations = ['shared', 'logging', 'store'];

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

const element = (type, pattern) => ({ type, pattern, partialMatch: false });
/** What a name stands for: a file of `src/`, a folder, or (the composition root) both. */
const all = (name) => [
  ...(entries.includes(name) ? [{ file: { categories: name } }] : []),
  ...(name === 'main' || name === 'preload' ? [] : [{ element: { type: name } }]),
];
const may = (from, ...to) => ({ from: all(from), allow: { to: [from, ...to].flatMap(all) } });
const mayNotUse = (from, source) => ({
  from: all(from),
  disallow: { to: { module: { origin: 'external', source } } },
});

const policies = [
  { allow: { to: { module: { origin: ['core', 'external'] } } } },
  may('shared'),
  may('logging', 'shared'),
  may('store', 'shared'),
  ...stages.map((stage, index) => may(stage, ...foundations, ...stages.slice(0, index))),
  may('playback', 'shared'),
  may('player', ...foundations, ...stages, 'playback'),
  may('electron', 'shared', 'logging', 'store'),
  may('chromium', 'shared', 'logging', 'store'),
  may('main', 'player', 'electron', 'shared', 'settings', 'logging', 'store'),
  may('preload', 'shared'),
  may('cli', 'player', 'chromium', ...foundations, ...stages),
  may('renderer', 'shared', 'playback', 'assets'),
  mayNotUse('shared', '!zod'),
  ...['player', 'playback', 'logging', 'store', 'chromium', 'cli', 'renderer', ...stages].flatMap((from) => [
    mayNotUse(from, 'electron'),
    mayNotUse(from, 'electron-store'),
  ]),
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
      'boundaries/include': ['src/**/*', 'renderer/**/*'],
      'boundaries/elements': [
        element('shared', 'src/shared'),
        element('logging', 'src/logging'),
        element('store', 'src/store'),
        ...stages.map((stage) => element(stage, `src/${stage}`)),
        element('playback', 'src/playback'),
        element('player', 'src/player'),
        element('electron', 'src/electron'),
        element('chromium', 'src/chromium'),
        element('cli', 'src/cli'),
        element('renderer', 'renderer'),
        element('assets', 'assets'),
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
    files: ['renderer/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    languageOptions: { globals: globals.browser },
    rules: reactHooks.configs.recommended.rules,
  },
  {
    files: ['renderer/**/*.tsx'],
    rules: { 'no-restricted-syntax': ['error', onlyNamedExports, ...noWordsHere] },
  },
  {
    files: ['*.config.ts', '*.config.js'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.js'],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: { globals: globals.node, parserOptions: { project: null } },
  },
);
