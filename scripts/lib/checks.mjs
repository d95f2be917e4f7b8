import { findTool } from './find-tool.mjs'
import { runNode } from './run-command.mjs'

const check = (name, tool, args) => ({
  name,
  run: () => {
    const [packageName, program] = tool.split(':')
    return runNode(findTool(packageName, { program }), args, { capture: true })
  },
})

/** What was read and has not changed is not read again. */
const cacheIn = (name) => ['--cache', '--cache-strategy', 'content', '--cache-location', `.cache/${name}`]

/** What reads the code without running it. The longest come first, so that two at a time end together. */
export const checks = [
  check('lint', 'eslint', ['.', '--max-warnings', '0', ...cacheIn('eslint')]),
  check('types of the web', 'vue-tsc', ['--noEmit', '-p', 'apps/web/tsconfig.json']),
  check('types', 'typescript:tsc', ['--noEmit', '-p', 'tsconfig.json']),
  check('import boundaries', 'dependency-cruiser:depcruise', [
    'apps',
    'packages',
    'examples',
    'bench',
    'e2e',
    'test',
  ]),
  check('unused code', 'knip', []),
  check('format', 'prettier', ['.', '--check', '--log-level', 'warn', ...cacheIn('prettier')]),
  check('schema against migrations', 'tsx', ['packages/db/src/cli/check-schema.ts']),
]
