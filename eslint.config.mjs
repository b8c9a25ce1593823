import eslint from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const SPECS = ['**/*.spec.ts', '**/*.it-spec.ts', '**/*.e2e-spec.ts', '**/*.contract.ts', '**/*.fixture.ts'];

const nodeGlobals = Object.fromEntries(
  ['Buffer', 'URL', 'WebAssembly', 'clearTimeout', 'console', 'performance', 'process', 'setTimeout'].map((name) => [
    name,
    'readonly',
  ]),
);
const commonJsGlobals = { __dirname: 'readonly', __filename: 'readonly', module: 'writable', require: 'readonly' };

const FORBIDDEN_SYNTAX = [
  {
    selector: 'ExportDefaultDeclaration',
    message: 'Export by name: a default export has a name of its own in every importer.',
  },
  { selector: 'TSEnumDeclaration', message: 'Use a union of strings.' },
];

export default defineConfig(
  { ignores: ['dist/', 'coverage/', 'node_modules/', '.data/', 'libs/persistence/src/generated/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'no-restricted-syntax': ['error', ...FORBIDDEN_SYNTAX],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // `{ left, ...rest }` is how a field is left out; `_name` is a parameter that an interface wants.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: ['apps/**/*.ts', 'libs/**/*.ts'],
    ignores: SPECS,
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
    },
  },
  // Tables of facts and texts are as long as they are.
  { files: ['**/*.data.ts', '**/*.docs.ts', '**/*.example.ts'], rules: { 'max-lines': 'off' } },
  { files: SPECS, rules: { '@typescript-eslint/unbound-method': 'off' } },
  { files: ['**/*.mjs'], languageOptions: { globals: nodeGlobals } },
  {
    files: ['**/*.cjs'],
    languageOptions: { sourceType: 'commonjs', globals: { ...nodeGlobals, ...commonJsGlobals } },
  },
);
