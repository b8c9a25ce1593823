/** Run by `npm run test:openstack` alone, one file after the other in order of name: there is one cloud for all of them. */
const path = require('node:path');

const root = path.resolve(__dirname, '../..');

module.exports = {
  rootDir: root,
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/openstack/**/*.openstack-spec.ts'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.data/'],
  moduleNameMapper: { '^@iopath/([^/]+)$': '<rootDir>/libs/$1/src/index.ts' },
  transform: { '\\.(ts|js|mjs)$': '<rootDir>/test/support/swc-transformer.cjs' },
  transformIgnorePatterns: [],
  globalSetup: '<rootDir>/test/support/services.setup.ts',
  globalTeardown: '<rootDir>/test/support/services.teardown.ts',
  testSequencer: '<rootDir>/test/openstack/support/in-order-of-name.cjs',
  maxWorkers: 1,
  // A server takes seconds to build, on a busy machine a minute.
  testTimeout: 300_000,
};
