/**
 * Three sizes of test: `unit` needs nothing, `it` (one adapter) and `e2e` (whole processes) need PostgreSQL and Redis,
 * which `test/support/services.setup.ts` finds or starts only when such a test runs.
 */
const shared = {
  rootDir: __dirname,
  testEnvironment: 'node',
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.data/'],
  moduleNameMapper: { '^@iopath/([^/]+)$': '<rootDir>/libs/$1/src/index.ts' },
  transform: { '\\.(ts|js|mjs)$': '<rootDir>/test/support/swc-transformer.cjs' },
  // Nest 12 and others are ESM-only, and Jest cannot require() ESM before Node 24.9: the transformer turns them into CJS.
  transformIgnorePatterns: [],
};

const withServices = {
  ...shared,
  globalSetup: '<rootDir>/test/support/services.setup.ts',
  globalTeardown: '<rootDir>/test/support/services.teardown.ts',
};

module.exports = {
  // For all projects: Jest takes it from here only. On a busy machine what takes a second alone may take many.
  testTimeout: 60_000,
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['<rootDir>/{apps,libs,test,bench}/**/*.spec.ts'] },
    { ...withServices, displayName: 'it', testMatch: ['<rootDir>/{apps,libs,test}/**/*.it-spec.ts'] },
    { ...withServices, displayName: 'e2e', testMatch: ['<rootDir>/test/**/*.e2e-spec.ts'] },
  ],
};
