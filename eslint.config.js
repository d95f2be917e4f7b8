import js from '@eslint/js'
import prettier from 'eslint-config-prettier'
import vue from 'eslint-plugin-vue'
import vueA11y from 'eslint-plugin-vuejs-accessibility'
import globals from 'globals'
import ts from 'typescript-eslint'

const caps = {
  'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
  'max-depth': ['error', 3],
  'max-params': ['error', 3],
  complexity: ['error', 10],
}

const restrictedGlobals = (names, message) => ({
  'no-restricted-globals': ['error', ...names.map((name) => ({ name, message }))],
})

export default ts.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '.data/**',
      '.cache/**',
      'e2e/results/**',
      'packages/db/migrations/**',
    ],
  },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...vue.configs['flat/recommended'],
  ...vueA11y.configs['flat/recommended'],
  prettier,
  {
    languageOptions: { globals: globals.node },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      ...caps,
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
      'prefer-const': 'error',
      'object-shorthand': 'error',
      'id-denylist': ['error', 'req', 'res', 'opts', 'msg', 'tmp', 'cb', 'e', 'err', 'val', 'arr', 'obj'],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.ts', '**/*.vue'],
    ignores: [
      'apps/server/src/env.ts',
      '**/*.test.ts',
      'test/**',
      'e2e/**',
      'bench/**',
      '**/vite.config.ts',
      '**/*.config.ts',
    ],
    rules: {
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'Read configuration in apps/server/src/env.ts and pass it in.',
        },
      ],
    },
  },
  {
    files: ['packages/**/*.ts', 'apps/server/**/*.ts'],
    ignores: ['packages/db/**', '**/*.test.ts', '**/vite.config.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            { name: 'drizzle-orm', message: 'SQL lives in packages/db: add a repository function there.' },
            { name: 'mysql2', message: 'SQL lives in packages/db: add a repository function there.' },
            { name: 'mysql2/promise', message: 'SQL lives in packages/db: add a repository function there.' },
          ],
        },
      ],
    },
  },
  {
    files: ['apps/web/**/*.{ts,vue}', 'packages/api/src/contract/**/*.ts'],
    ignores: ['**/vite.config.ts'],
    languageOptions: { globals: globals.browser },
    rules: restrictedGlobals(['process', 'Buffer'], 'This code runs in the browser.'),
  },
  {
    files: ['bench/web/page/**'],
    languageOptions: { globals: globals.browser },
    rules: { 'vue/one-component-per-file': 'off' },
  },
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: {
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/define-macros-order': 'error',
      'vue/no-v-html': 'error',
      'vue/multi-word-component-names': 'off',
      'vuejs-accessibility/label-has-for': 'off',
    },
  },
  {
    files: ['scripts/**/*.mjs', 'packages/db/src/cli/**/*.ts', 'packages/sdk/build/main.ts', 'examples/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.test.ts', 'e2e/**', 'test/**', '**/locales/**'],
    rules: {
      'max-lines': 'off',
      'max-lines-per-function': 'off',
      'no-restricted-imports': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['e2e/**'],
    // Playwright reads a fixture's needs from the pattern of its first parameter.
    rules: { 'no-empty-pattern': 'off' },
  },
)
