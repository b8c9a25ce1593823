/** The dependency rule of ARCHITECTURE.md: arrows point one way, from the apps through the adapters to the core. */

const ADAPTERS =
  'persistence|queue|config|observability|planning-threads|process|openstack|artifacts|solver|benchmarks|calendar|report|charts|host-facts|api-client';
const SPEC = '(\\.((it-|e2e-)?spec|contract|fixture)\\.ts$|^libs/[^/]+/src/spec-[^/]+$)';
const TEST_CODE = `(^test/|^bench/|^libs/testing/|${SPEC})`;

/** Specs may use the test runner's kit wherever they lie; what is shipped may not. */
const shipped = (path) => ({ path, pathNot: SPEC });

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment:
        'Two files that need each other are one file, or miss a third. A type may look back: it is gone at run time.',
      severity: 'error',
      from: { path: '^(apps|libs)/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'core-is-pure',
      comment: 'libs/core imports nothing outside itself: no framework, no library, no built-in of Node.',
      severity: 'error',
      from: shipped('^libs/core/'),
      to: { pathNot: '^libs/core/' },
    },
    {
      name: 'core-specs-are-pure-too',
      comment:
        'They need the core, the test builders, the solver that exact plans are found with, and a generator of cases; reading a file of facts is allowed.',
      severity: 'error',
      from: { path: '^libs/core/.*\\.(spec|fixture)\\.ts$' },
      to: { pathNot: ['^libs/(core|testing|solver)/', 'node_modules/fast-check/', '^(fs|path)$', '^node:(fs|path)$'] },
    },
    {
      name: 'usecases-know-only-core',
      comment: 'Use cases are plain classes on ports; what implements a port is none of their business.',
      severity: 'error',
      from: shipped('^libs/usecases/'),
      to: { pathNot: '^libs/(usecases|core)/' },
    },
    {
      name: 'adapters-know-usecases-and-core',
      comment: 'No adapter imports another, nor an app.',
      severity: 'error',
      from: { path: `^libs/(${ADAPTERS})/`, pathNot: SPEC },
      to: { path: '^(apps|libs|test|bench)/', pathNot: '^libs/($1|usecases|core)/' },
    },
    {
      name: 'apps-are-apart',
      comment:
        'An app imports no other app; only standalone, which runs API and worker in one process, and its demo do, and the simulation, which reads inventory documents as the API does. What plans is composed once, in apps/planner, and the way to the cloud in apps/cloud, for all of them.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: '^apps/(standalone|demo|simulate)/' },
      to: { path: '^apps/', pathNot: '^apps/($1|planner|cloud)/' },
    },
    {
      name: 'libs-know-no-app',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'testing-is-for-tests',
      severity: 'error',
      from: { pathNot: TEST_CODE },
      to: { path: '^(libs/testing|test|bench)/' },
    },
    {
      name: 'libs-are-entered-by-index',
      comment: 'Set-up of the tests runs before the aliases exist and may look deeper.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/[^/]+/src/', pathNot: ['^libs/$1/', '^libs/[^/]+/src/index\\.ts$'] },
    },
    {
      name: 'apps-enter-libs-by-index',
      comment: 'Fixtures of specs are no part of a library.',
      severity: 'error',
      from: { path: '^(apps|bench|test/(?!support/))' },
      to: { path: '^libs/[^/]+/src/', pathNot: ['^libs/[^/]+/src/index\\.ts$', '\\.fixture\\.ts$'] },
    },
    {
      name: 'nothing-unresolved',
      severity: 'error',
      from: { path: '^(apps|libs|test|bench|scripts)/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'shipped-code-needs-no-dev-dependency',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: [TEST_CODE] },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|libs/persistence/src/generated)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
