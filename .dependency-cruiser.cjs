/** Who may import whom. The picture is in docs/architecture.md. */
const rule = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to }) // eslint-disable-line max-params -- reads as a table
const workspace = '^(apps|packages)/'

module.exports = {
  forbidden: [
    rule(
      'no-cycles',
      {},
      { circular: true },
      'Break the cycle: move what both need into a module of its own.',
    ),
    rule('no-unresolvable', {}, { couldNotResolve: true }, 'The import does not resolve.'),
    rule(
      'contract-imports-zod-alone',
      { path: '^packages/api/src/contract', pathNot: '\\.test\\.ts$' },
      { pathNot: ['^packages/api/src/contract', 'node_modules/zod'] },
      'The contract is browser-safe and imports zod alone.',
    ),
    rule(
      'llm-stands-alone',
      { path: '^packages/llm' },
      { path: workspace, pathNot: '^packages/llm' },
      'packages/llm imports no workspace package.',
    ),
    rule(
      'db-stands-alone',
      { path: '^packages/db' },
      { path: workspace, pathNot: '^packages/db' },
      'packages/db imports no workspace package.',
    ),
    rule('packages-import-no-app', { path: '^packages' }, { path: '^apps' }, 'No package imports an app.'),
    rule(
      'client-knows-the-contract-only',
      { path: '^packages/api/src/client', pathNot: '\\.test\\.ts$' },
      {
        path: ['^packages/api/src/server', '^packages/(db|llm)'],
        dependencyTypesNot: ['type-only'],
      },
      'The client imports the contract; AppRouter crosses as a type.',
    ),
    rule(
      'web-uses-client-and-contract',
      { path: '^apps/web' },
      {
        path: ['^packages/api/src/server', '^packages/(db|llm)', '^apps/server'],
        dependencyTypesNot: ['type-only'],
      },
      'The web imports @chatmore/api/client and @chatmore/api/contract only.',
    ),
    rule(
      'sdk-is-built-on-the-client',
      { path: '^packages/sdk/src', pathNot: '\\.test\\.ts$' },
      {
        path: ['^packages/api/src/server', '^packages/(db|llm)', '^apps'],
        dependencyTypesNot: ['type-only'],
      },
      'The SDK is for other programs: it imports @chatmore/api/client and @chatmore/api/contract only.',
    ),
    rule(
      'examples-use-the-sdk-alone',
      { path: '^examples' },
      { path: ['^packages/(?!sdk/)', '^apps'] },
      'An example imports what its reader can install.',
    ),
    rule(
      'generation-knows-neither-trpc-nor-sql',
      { path: '^packages/api/src/server/generation', pathNot: '\\.test\\.ts$' },
      {
        path: [
          '^packages/db',
          '^packages/api/src/server/(procedures|services|auth|trpc)',
          'node_modules/@trpc',
          'node_modules/drizzle-orm',
        ],
      },
      'The engine has ports: RunStore, EventBus, LlmClient, Clock.',
    ),
    rule(
      'nothing-calls-procedures',
      { path: '^packages/api/src/server/(services|generation)' },
      { path: '^packages/api/src/server/procedures' },
      'procedures -> services / generation / repositories, never back.',
    ),
    rule(
      'lucia-stays-in-auth',
      { path: '^(apps|packages)', pathNot: '^packages/api/src/server/auth' },
      { path: 'node_modules/(lucia|@lucia-auth)' },
      'Lucia stays behind packages/api/src/server/auth.',
    ),
    rule(
      'models-are-called-by-llm-alone',
      { path: workspace, pathNot: ['^packages/llm', '\\.test\\.ts$'] },
      { path: 'node_modules/undici/' },
      'packages/llm is the only place that calls a model.',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.vue', '.js', '.mjs', '.json'],
    },
  },
}
