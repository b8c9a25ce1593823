import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { UnreadableImport } from '../import/import-reader';
import { type XmlDocumentText, xmlDocuments } from './xml-documents';
import type { XmlElement } from './xml-element';
import { XML_LIMITS } from './xml-limits';
import { withoutReferences } from './xml-references';
import { xmlText } from './xml-text';

const TEXT = '#text';
const CDATA = '#cdata';
const ATTRIBUTES = ':@';
const ATTRIBUTE_PREFIX = '@';
/** Stands before names of elements, so that one called `__proto__` is a name like any other. */
const ELEMENT_PREFIX = '<';

/** The library is asked for what is written and nothing else: no numbers made of text, no entity put in, no trimming. */
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: ATTRIBUTE_PREFIX,
  textNodeName: TEXT,
  cdataPropName: CDATA,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  htmlEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  jPath: false,
  maxNestedTags: XML_LIMITS.depth + 1,
  // It is asked twice about an element without content.
  transformTagName: (name: string) => (name.startsWith(ELEMENT_PREFIX) ? name : `${ELEMENT_PREFIX}${name}`),
});

/**
 * Reads every XML document in a text, one after another; what is between them but white space and comments is an error.
 * Entities are never expanded: a document that could declare one is refused before any parser sees it.
 *
 * @returns the root elements, at least one.
 * @throws UnreadableImport `import.malformed` with the line, `import.unsafe`, `import.too_large`.
 */
export function readXml(bytes: Uint8Array): readonly XmlElement[] {
  const documents = xmlDocuments(xmlText(bytes));
  if (documents.length === 0) throw new UnreadableImport('import.malformed', 'there is no element in the text');
  return documents.map(rootOf);
}

function rootOf({ text, firstLine }: XmlDocumentText): XmlElement {
  const verdict = XMLValidator.validate(text);
  if (verdict !== true) {
    throw new UnreadableImport('import.malformed', verdict.err.msg, `line ${firstLine + Number(verdict.err.line) - 1}`);
  }
  try {
    const [root] = elementsOf(parser.parse(text) as readonly ParsedNode[]);
    if (root !== undefined) return root;
  } catch (error) {
    if (error instanceof UnreadableImport)
      throw new UnreadableImport(error.code, error.message, `from line ${firstLine}`);
    throw new UnreadableImport('import.malformed', (error as Error).message, `from line ${firstLine}`);
  }
  throw new UnreadableImport('import.malformed', 'there is no element in the text', `line ${firstLine}`);
}

/** What the library gives in document order: an object with the element's name as its one key besides the attributes. */
type ParsedNode = Readonly<Record<string, unknown>>;

function elementsOf(nodes: readonly ParsedNode[]): XmlElement[] {
  return nodes.flatMap((node) => {
    const key = Object.keys(node).find((name) => name.startsWith(ELEMENT_PREFIX));
    return key === undefined ? [] : [elementOf(key, node)];
  });
}

/** Depth is bounded before (`xmlDocuments`), so this may call itself. */
function elementOf(key: string, node: ParsedNode): XmlElement {
  const content = node[key] as readonly ParsedNode[];
  return {
    name: key.slice(ELEMENT_PREFIX.length),
    attributes: attributesOf(node[ATTRIBUTES] as Readonly<Record<string, unknown>> | undefined),
    children: elementsOf(content),
    text: textOf(content),
  };
}

const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();

function attributesOf(attributes: Readonly<Record<string, unknown>> | undefined): ReadonlyMap<string, string> {
  if (attributes === undefined) return NO_ATTRIBUTES;
  return new Map(
    Object.entries(attributes).map(([name, value]) => [
      name.slice(ATTRIBUTE_PREFIX.length),
      withoutReferences(typeof value === 'string' ? value : ''),
    ]),
  );
}

/** What is in CDATA sections holds no references. */
function textOf(content: readonly ParsedNode[]): string {
  if (content.length === 0) return '';
  return content
    .map((node) => withoutReferences(writtenIn(node, TEXT)) + sectionIn(node))
    .join('')
    .trim();
}

function sectionIn(node: ParsedNode): string {
  const [section] = (node[CDATA] ?? []) as readonly ParsedNode[];
  return section === undefined ? '' : writtenIn(section, TEXT);
}

function writtenIn(node: ParsedNode, name: string): string {
  const written = node[name];
  return typeof written === 'string' ? written : '';
}
