import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** Only `src/lib/host.ts` may know that there is a Tauri and what was generated from Rust. */
const door = {
  regex: '^(@tauri-apps/|.*/bindings(\\.ts)?$)',
  message: 'The page reaches Rust by $lib/host alone.',
};
const views = { regex: '(^|/)routes/', message: 'Components know no view.' };

/** What a tier may not import, as a rule. */
const forbid = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });

export default ts.config(
  { ignores: ['dist/', '.svelte-kit/', 'node_modules/', 'src/lib/bindings.ts'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      'no-undef': 'off',
      eqeqeq: 'error',
      // A page of a desktop program has no base path.
      'svelte/no-navigation-without-resolve': 'off',
      'svelte/no-at-html-tags': 'error',
      'no-restricted-globals': [
        'error',
        { name: 'parseFloat', message: 'Amounts stay strings; Rust computes.' },
        { name: 'fetch', message: 'Nothing is fetched; Rust answers through $lib/host.' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: "CallExpression[callee.object.name='Number'][callee.property.name='parseFloat']", message: 'Amounts stay strings; Rust computes.' },
      ],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig },
    },
  },
  // Three tiers: shared knows no concept, a concept knows no view, a view knows both.
  { files: ['src/**'], rules: forbid(door) },
  { files: ['src/lib/**'], rules: forbid(door, views) },
  {
    files: ['src/lib/shared/**'],
    rules: forbid(door, views, {
      regex: '^(\\$lib/(?!shared/|words$)|\\.\\./(?!words$))',
      message: 'A shared component knows no concept: only $lib/shared and $lib/words.',
    }),
  },
  { files: ['src/lib/host.ts', 'src/lib/host/**'], rules: { 'no-restricted-imports': 'off' } },
  // A test answers in Rust's place, at the door.
  { files: ['src/**/*.test.ts'], rules: { 'no-restricted-imports': 'off' } },
);
