/** Compiles our TypeScript, and ESM-only packages, to CommonJS for Jest. CommonJS packages pass untouched. */
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { createTransformer } = require('@swc/jest');

const typescript = createTransformer({
  swcrc: false,
  sourceMaps: 'inline',
  module: { type: 'commonjs' },
  jsc: {
    target: 'es2022',
    keepClassNames: true,
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
  },
});

const esm = createTransformer({
  swcrc: false,
  sourceMaps: false,
  module: { type: 'commonjs' },
  jsc: { target: 'es2022', parser: { syntax: 'ecmascript' } },
});

const ownVersion = crypto.createHash('sha256').update(fs.readFileSync(__filename)).digest('hex');
const folderIsEsm = new Map();

/** Whether the nearest package.json above `folder` says `"type": "module"`. */
function isEsmFolder(folder) {
  const known = folderIsEsm.get(folder);
  if (known !== undefined) return known;
  const manifest = path.join(folder, 'package.json');
  const parent = path.dirname(folder);
  const answer = fs.existsSync(manifest)
    ? JSON.parse(fs.readFileSync(manifest, 'utf8')).type === 'module'
    : parent !== folder && isEsmFolder(parent);
  folderIsEsm.set(folder, answer);
  return answer;
}

function isEsmFile(file) {
  return file.endsWith('.mjs') || (!file.endsWith('.cjs') && isEsmFolder(path.dirname(file)));
}

/**
 * CommonJS has these in the scope of every module; an ES module that declares one of them for itself would declare it a
 * second time, so that it is given its value instead.
 */
function withoutClashes(source) {
  return source.replaceAll(/^(?:const|let|var) (__dirname|__filename|require) = /gm, '$1 = ');
}

module.exports = {
  canInstrument: false,
  getCacheKey(source, file, options) {
    return typescript.getCacheKey(source, file, options) + ownVersion;
  },
  process(source, file, options) {
    if (file.endsWith('.ts')) return typescript.process(source, file, options);
    return isEsmFile(file) ? esm.process(withoutClashes(source), file, options) : { code: source };
  },
};
