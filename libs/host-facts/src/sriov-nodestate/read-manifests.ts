import { parseAllDocuments } from 'yaml';
import { UnreadableImport } from '../import/import-reader';
import { decodeText } from '../json/decode-text';
import { type JsonRecord, listOf, member, recordOf } from '../json/json-values';
import { parseJson } from '../json/read-json';

/**
 * The state of a node with 4 NICs of 256 VFs each is 250 KiB. The YAML library takes seconds for a megabyte of what is meant
 * to be hard to read.
 */
const MAX_YAML_BYTES = 1024 * 1024;
const MAX_JSON_BYTES = 32 * 1024 * 1024;
const MAX_ALIASES = 100;
const MAX_DOCUMENTS = 1000;

/**
 * Reads Kubernetes objects as `kubectl get -o yaml` or `-o json` writes them: one, a `List`, or several documents. Scalars of
 * YAML stay texts, so that the device id `1017` or `10e8` is no number; tags mean nothing, aliases are bounded.
 *
 * @throws UnreadableImport `import.malformed` with the line, `import.too_large`, `import.unsafe` for aliases that grow.
 */
export function readManifests(bytes: Uint8Array): readonly JsonRecord[] {
  const text = decodeText(bytes, MAX_JSON_BYTES);
  const isJson = /^\s*[{[]/.test(text.slice(0, 1000));
  const documents = (isJson ? fromJson(text) : null) ?? fromYaml(text);
  return documents.flatMap<JsonRecord>((document) => {
    const manifest = recordOf(document);
    if (manifest === undefined) return [];
    const items = member(manifest, 'items');
    return Array.isArray(items) ? listOf(items).flatMap<JsonRecord>((item) => recordOf(item) ?? []) : [manifest];
  });
}

/** Null when it is none: flow style of YAML begins like JSON. */
function fromJson(text: string): readonly unknown[] | null {
  try {
    const document = parseJson(text);
    return Array.isArray(document) ? listOf(document) : [document];
  } catch (error) {
    if (error instanceof UnreadableImport && error.code === 'import.malformed') return null;
    throw error;
  }
}

function fromYaml(text: string): readonly unknown[] {
  if (text.length > MAX_YAML_BYTES) {
    throw new UnreadableImport('import.too_large', `YAML of more than ${MAX_YAML_BYTES} bytes: send it as JSON`);
  }
  const documents = parsed(text);
  if (documents.length > MAX_DOCUMENTS) {
    throw new UnreadableImport('import.too_large', `more than ${MAX_DOCUMENTS} documents in one text`);
  }
  return documents.map((document) => {
    const [error] = document.errors;
    if (error !== undefined)
      throw new UnreadableImport('import.malformed', 'this is no YAML', lineOf(text, error.pos[0]));
    try {
      return document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown;
    } catch {
      throw new UnreadableImport('import.unsafe', 'aliases of the document refer to each other, or are too many');
    }
  });
}

/** Keys that repeat are not looked for: that takes the square of their number, and no program writes them. */
function parsed(text: string) {
  try {
    return [
      ...parseAllDocuments(text, { schema: 'failsafe', uniqueKeys: false, prettyErrors: false, logLevel: 'error' }),
    ];
  } catch {
    throw new UnreadableImport('import.malformed', 'this is no YAML, or is nested too deep');
  }
}

function lineOf(text: string, offset: number): string {
  return `line ${text.slice(0, offset).split('\n').length}`;
}
