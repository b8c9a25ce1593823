/**
 * Lets node run a TypeScript file of this repository as it is: `node -r ./scripts/register-typescript.cjs <file>.ts`.
 * For tests, benches and tools; what is shipped is built by `npm run build`.
 */
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const { transformSync } = require('@swc/core');

const root = path.resolve(__dirname, '..');

const options = {
  swcrc: false,
  configFile: false,
  sourceMaps: 'inline',
  module: { type: 'commonjs' },
  jsc: {
    target: 'es2022',
    keepClassNames: true,
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
  },
};

Module._extensions['.ts'] = (module, filename) => {
  module._compile(transformSync(fs.readFileSync(filename, 'utf8'), { ...options, filename }).code, filename);
};

const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  const lib = /^@iopath\/([^/]+)$/.exec(request);
  return resolveFilename.call(this, lib === null ? request : path.join(root, 'libs', lib[1], 'src/index.ts'), ...rest);
};

process.setSourceMapsEnabled(true);
