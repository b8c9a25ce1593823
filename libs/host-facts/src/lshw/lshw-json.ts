import { UnreadableImport } from '../import/import-reader';
import { decodeText } from '../json/decode-text';
import { integerOf, type JsonRecord, listOf, recordOf, textOf } from '../json/json-values';
import { parseJson } from '../json/read-json';
import { BIT_PER_S, type LshwNode } from './lshw-node';

const MAX_BYTES = 16 * 1024 * 1024;
const MAX_NODES = 100_000;
const MAX_TEXT = 1023;
const MAX_SETTINGS = 256;

/**
 * `lshw -json`: an object up to B.02.18, a list since B.02.19. With `-class` older ones write objects with commas between and
 * no brackets around, and a comma too many at the end.
 */
export function nodesOfJson(bytes: Uint8Array): readonly LshwNode[] {
  const value = parsed(decodeText(bytes, MAX_BYTES));
  const roots = Array.isArray(value) ? listOf(value) : [value];
  const reading = new JsonTree();
  const nodes = roots.map((root) => reading.nodeOf(recordOf(root)));
  if (nodes.some((node) => node.id === '' || (node.class === '' && node.children.length === 0))) {
    throw new UnreadableImport('import.not_this_format', 'not what lshw writes: a node has neither class nor children');
  }
  return nodes;
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    const listless = text.trim().replace(/,$/, '');
    if (!listless.startsWith('{') || !listless.endsWith('}')) throw error;
    try {
      return parseJson(`[${listless}]`);
    } catch {
      throw error;
    }
  }
}

class JsonTree {
  private nodes = 0;

  /** Depth is bounded before (`parseJson`), so this may call itself. */
  nodeOf(record: JsonRecord = {}): LshwNode {
    if (++this.nodes > MAX_NODES) throw new UnreadableImport('import.too_large', `more than ${MAX_NODES} nodes`);
    const text = (name: string): string => ownText(record, name);
    const names = record['logicalname'];
    return {
      id: text('id'),
      class: text('class'),
      businfo: text('businfo'),
      handle: text('handle'),
      modalias: text('modalias'),
      logicalNames: (Array.isArray(names) ? names : [names]).flatMap((name) => textOf(name, MAX_TEXT) ?? []),
      description: text('description'),
      product: text('product'),
      vendor: text('vendor'),
      sizeBitPerS: text('units') === BIT_PER_S ? (integerOf(record['size'], 0, Number.MAX_SAFE_INTEGER) ?? null) : null,
      configuration: new Map(settingsOf(record['configuration'])),
      capabilities: new Set(settingsOf(record['capabilities']).map(([name]) => name)),
      children: listOf(record['children']).map((child) => this.nodeOf(recordOf(child))),
    };
  }
}

function ownText(record: JsonRecord, name: string): string {
  return Object.hasOwn(record, name) ? (textOf(record[name], MAX_TEXT) ?? '') : '';
}

function settingsOf(value: unknown): readonly (readonly [name: string, text: string])[] {
  return Object.entries(recordOf(value) ?? {})
    .slice(0, MAX_SETTINGS)
    .map(([name, setting]) => [name, textOf(setting, MAX_TEXT) ?? '']);
}
