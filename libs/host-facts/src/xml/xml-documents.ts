import { UnreadableImport } from '../import/import-reader';
import { lineAt, lineBreaks } from './line-at';
import { XML_LIMITS } from './xml-limits';

/** One root element out of a text that may hold many, with the line that it starts in. */
export interface XmlDocumentText {
  readonly text: string;
  readonly firstLine: number;
}

const NOT_BLANK = /\S/;
const LESS_THAN = 0x3c;
const GREATER_THAN = 0x3e;
const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;
const SLASH = 0x2f;
const BRACKET = 0x5b;

/**
 * Takes a text apart into its root elements: `virsh nodedev-dumpxml` prints one document for each device, and people append
 * them to one file. Declarations, document types and comments between them fall away, as do instructions within.
 *
 * It counts as it goes, and each character is looked at once: what is too deep or too much never reaches the parser.
 *
 * @throws UnreadableImport on a document type that declares anything (entities that grow, or that fetch files), on text
 *   outside of elements, on what ends too early, and on what is too much.
 */
export function xmlDocuments(text: string): readonly XmlDocumentText[] {
  return new XmlSplitter(text).split();
}

class XmlSplitter {
  private readonly documents: XmlDocumentText[] = [];
  /** Parts of the document that is open. */
  private parts: string[] = [];
  private depth = 0;
  private elements = 0;
  private firstLine = 1;
  /** Up to where the open document is in `parts`, or where the last one ended. */
  private taken = 0;
  /** Up to where lines are counted, and how many. */
  private counted = 0;
  private line = 1;

  constructor(private readonly text: string) {}

  split(): readonly XmlDocumentText[] {
    let at = 0;
    for (;;) {
      const next = this.text.indexOf('<', at);
      const end = next === -1 ? this.text.length : next;
      if (this.depth === 0 && NOT_BLANK.test(this.text.slice(at, end))) {
        throw this.malformed('text outside of any element', at);
      }
      if (next === -1) break;
      at = this.markup(next);
    }
    if (this.depth > 0) throw this.malformed('the text ends within an element', this.text.length);
    return this.documents;
  }

  /** Gives where to go on. */
  private markup(at: number): number {
    if (this.text.startsWith('<!--', at)) return this.after('-->', at, at + 4, 'a comment');
    if (this.text.startsWith('<?', at)) return this.instruction(at);
    if (this.text.startsWith('<![CDATA[', at)) {
      if (this.depth === 0) throw this.malformed('text outside of any element', at);
      return this.after(']]>', at, at + 9, 'a CDATA section');
    }
    if (this.text.startsWith('<!', at)) return this.declaration(at);
    return this.tag(at);
  }

  private instruction(at: number): number {
    const end = this.after('?>', at, at + 2, 'an instruction');
    if (this.depth > 0) {
      this.parts.push(this.text.slice(this.taken, at), '\n'.repeat(lineBreaks(this.text, at, end)));
      this.taken = end;
    }
    return end;
  }

  private declaration(at: number): number {
    const doctype = /^<!DOCTYPE\s/i.test(this.text.slice(at, at + 10));
    if (!doctype || this.depth > 0) {
      if (!/^<!(DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION|\[)/i.test(this.text.slice(at, at + 10))) {
        throw this.malformed('no markup begins like that', at);
      }
      throw new UnreadableImport('import.unsafe', 'the document declares things of its own', this.where(at));
    }
    const end = this.tagEnd(at, true);
    return end + 1;
  }

  private tag(at: number): number {
    const end = this.tagEnd(at, false);
    if (this.text.charCodeAt(at + 1) === SLASH) {
      if (this.depth === 0) throw this.malformed('an element ends that never began', at);
      this.depth--;
    } else {
      this.count(at);
      if (this.text.charCodeAt(end - 1) !== SLASH) this.depth++;
      if (this.depth > XML_LIMITS.depth) throw this.tooLarge(`elements nest deeper than ${XML_LIMITS.depth}`, at);
    }
    if (this.depth === 0) this.close(end + 1);
    return end + 1;
  }

  private count(at: number): void {
    if (this.depth === 0) {
      this.taken = at;
      this.firstLine = this.lineOf(at);
    }
    if (++this.elements > XML_LIMITS.elements) throw this.tooLarge(`more than ${XML_LIMITS.elements} elements`, at);
  }

  private close(end: number): void {
    const text = this.parts.join('') + this.text.slice(this.taken, end);
    this.documents.push({ text, firstLine: this.firstLine });
    this.parts = [];
    this.taken = end;
  }

  /** Where the tag ends, quoted text apart. A document type with a bracket has declarations in it. */
  private tagEnd(at: number, doctype: boolean): number {
    let quote = 0;
    for (let i = at + 1; i < this.text.length; i++) {
      const code = this.text.charCodeAt(i);
      if (code === LESS_THAN) throw this.malformed('"<" within a tag', i);
      if (quote !== 0) {
        if (code === quote) quote = 0;
      } else if (code === GREATER_THAN) return i;
      else if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) quote = code;
      else if (code === BRACKET && doctype) {
        throw new UnreadableImport('import.unsafe', 'the document type declares things of its own', this.where(at));
      }
    }
    throw this.malformed('the text ends within a tag', at);
  }

  private after(end: string, at: number, from: number, what: string): number {
    const found = this.text.indexOf(end, from);
    if (found === -1) throw this.malformed(`the text ends within ${what}`, at);
    return found + end.length;
  }

  /** Counts on from where it was asked last: documents come one after another. */
  private lineOf(at: number): number {
    this.line += lineBreaks(this.text, this.counted, at);
    this.counted = at;
    return this.line;
  }

  private where(at: number): string {
    return lineAt(this.text, at);
  }

  private malformed(message: string, at: number): UnreadableImport {
    return new UnreadableImport('import.malformed', message, this.where(at));
  }

  private tooLarge(message: string, at: number): UnreadableImport {
    return new UnreadableImport('import.too_large', message, this.where(at));
  }
}
