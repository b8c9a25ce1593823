/*
 * Regular expressions of `[pci]device_spec` come from files that callers send, and JavaScript's own engine can be made to
 * think about one for hours. What they are matched with is at most four hex digits, so this reader of the usual grammar
 * follows all ways at once: the positions that a part can end at are the bits of one small number.
 */

/** Python's `re` as far as it is read here; lists are non-empty but for `sequence`. */
type Node =
  | { readonly kind: 'one'; readonly matches: (char: string) => boolean }
  | { readonly kind: 'start' | 'end' }
  | { readonly kind: 'sequence'; readonly parts: readonly Node[] }
  | { readonly kind: 'either'; readonly branches: readonly Node[] }
  | { readonly kind: 'repeat'; readonly part: Node; readonly min: number; readonly max: number };

/** Whether a text matches from its start on; it need not match to its end. */
export type HexPattern = (text: string) => boolean;

/** Thrown for what is no pattern, or one that is not read here; the message says what, in words for an operator. */
export class HexPatternError extends Error {}

const MAX_LENGTH = 256;
const MAX_DEPTH = 16;
/** No address part is longer; a text beyond it matches nothing. */
const MAX_TEXT = 16;

/**
 * Compiles a regular expression for a part of a PCI address (`nova/pci/devspec.py PciAddressRegexSpec`): literals, `.`,
 * classes, groups, alternatives, `* + ? {m,n}`, `^ $`, `\d`, `\w`. The time to match is linear in the pattern.
 *
 * @throws HexPatternError on what Python refuses, and on look-around, back references, possessive repeats, flags and word
 *   boundaries, which no one needs for hex digits.
 */
export function compileHexPattern(source: string): HexPattern {
  if (source.length > MAX_LENGTH) throw new HexPatternError(`longer than ${MAX_LENGTH} characters`);
  const root = new PatternReader(source).read();
  return (text) => text.length <= MAX_TEXT && endsOf(root, text)[0] !== 0;
}

/** For each position that a part may start at, the positions that it can end at; bit n is the position before character n. */
type Ends = readonly number[];

function endsOf(node: Node, text: string): Ends {
  switch (node.kind) {
    case 'one':
      return positions(text, (at) => (at < text.length && node.matches(text.charAt(at)) ? 1 << (at + 1) : 0));
    case 'start':
      return positions(text, (at) => (at === 0 ? 1 : 0));
    case 'end':
      return positions(text, (at) => (at === text.length ? 1 << at : 0));
    case 'sequence':
      return node.parts.reduce((ends, part) => after(ends, endsOf(part, text)), stayed(text));
    case 'either':
      return node.branches.map((branch) => endsOf(branch, text)).reduce(either);
    case 'repeat':
      return repeatedEnds(endsOf(node.part, text), node, stayed(text));
  }
}

/**
 * A part never leads back, so repeating it settles after as many rounds as there are positions, twice over: what can stay
 * where it is stays, and the rest has moved past the end.
 */
function repeatedEnds(once: Ends, { min, max }: { readonly min: number; readonly max: number }, none: Ends): Ends {
  const settled = 2 * once.length;
  let ends = none;
  for (let round = 0; round < Math.min(min, settled); round++) ends = after(ends, once);
  for (let round = 0; round < Math.min(max - min, settled); round++) ends = either(ends, after(ends, once));
  return ends;
}

function positions(text: string, endsFrom: (at: number) => number): Ends {
  return Array.from({ length: text.length + 1 }, (_, at) => endsFrom(at));
}

function stayed(text: string): Ends {
  return positions(text, (at) => 1 << at);
}

function either(some: Ends, others: Ends): Ends {
  return some.map((ends, at) => ends | (others[at] ?? 0));
}

function after(first: Ends, second: Ends): Ends {
  return first.map((middles) =>
    second.reduce((ends, secondEnds, at) => ((middles & (1 << at)) === 0 ? ends : ends | secondEnds), 0),
  );
}

const SPECIAL = new Set('.^$*+?{}[]\\|()');
const DIGIT = /^[0-9]$/;
const WORD = /^[0-9A-Za-z_]$/;
const ESCAPED_CLASSES: Readonly<Record<string, (char: string) => boolean>> = {
  d: (char) => DIGIT.test(char),
  D: (char) => !DIGIT.test(char),
  w: (char) => WORD.test(char),
  W: (char) => !WORD.test(char),
};

/** A reader by recursive descent; `at` is the next character. */
class PatternReader {
  private at = 0;
  private depth = 0;

  constructor(private readonly source: string) {}

  read(): Node {
    const node = this.alternatives();
    if (this.at < this.source.length) throw new HexPatternError('unbalanced )');
    return node;
  }

  private alternatives(): Node {
    const branches = [this.sequence()];
    while (this.takes('|')) branches.push(this.sequence());
    return branches.length === 1 ? (branches[0] as Node) : { kind: 'either', branches };
  }

  private sequence(): Node {
    const parts: Node[] = [];
    while (this.at < this.source.length && this.next !== '|' && this.next !== ')') parts.push(this.repeated());
    return { kind: 'sequence', parts };
  }

  private repeated(): Node {
    const part = this.atom();
    const bounds = this.bounds();
    if (bounds === null) return part;
    if (part.kind === 'start' || part.kind === 'end') throw new HexPatternError('nothing to repeat');
    // Whether it takes much or little first is no matter to whether it matches.
    this.takes('?');
    if (this.next === '+') throw new HexPatternError('possessive repeats are not read here');
    if (this.bounds() !== null) throw new HexPatternError('multiple repeat');
    return { kind: 'repeat', part, ...bounds };
  }

  /** `{` that begins no bounds is a character like any other, as in Python. */
  private bounds(): { readonly min: number; readonly max: number } | null {
    if (this.takes('*')) return { min: 0, max: Infinity };
    if (this.takes('+')) return { min: 1, max: Infinity };
    if (this.takes('?')) return { min: 0, max: 1 };
    const counted = /^\{(\d{0,4})(?:(,)(\d{0,4}))?\}/.exec(this.source.slice(this.at, this.at + 12));
    if (counted === null) {
      if (/^\{\d*,?\d*\}/.test(this.source.slice(this.at, this.at + 24)))
        throw new HexPatternError('a repeat count is too large');
      return null;
    }
    const [whole, least = '', comma = '', most = ''] = counted;
    if (least === '' && comma === '') return null;
    this.at += whole.length;
    const min = least === '' ? 0 : Number(least);
    const max = comma === '' ? min : most === '' ? Infinity : Number(most);
    if (max < min) throw new HexPatternError('the least of a repeat is above the most');
    return { min, max };
  }

  private atom(): Node {
    const char = this.take();
    switch (char) {
      case '.':
        return { kind: 'one', matches: (each) => each !== '\n' };
      case '^':
        return { kind: 'start' };
      case '$':
        return { kind: 'end' };
      case '(':
        return this.group();
      case '[':
        return { kind: 'one', matches: this.characterClass() };
      case '\\':
        return this.escaped();
      case '*':
      case '+':
      case '?':
        throw new HexPatternError('nothing to repeat');
      case '{':
        this.at--;
        if (this.bounds() !== null) throw new HexPatternError('nothing to repeat');
        this.at++;
        return { kind: 'one', matches: (each) => each === char };
      default:
        return { kind: 'one', matches: (each) => each === char };
    }
  }

  private group(): Node {
    if (++this.depth > MAX_DEPTH) throw new HexPatternError(`groups within more than ${MAX_DEPTH} groups`);
    if (this.takes('?') && !this.takes(':')) throw new HexPatternError('(?…) other than (?:…) is not read here');
    const node = this.alternatives();
    if (!this.takes(')')) throw new HexPatternError('missing )');
    this.depth--;
    // A group of one, so that `(^)*` is told from `^*`, which Python refuses.
    return { kind: 'sequence', parts: [node] };
  }

  private escaped(): Node {
    const char = this.take();
    if (char === 'A') return { kind: 'start' };
    if (char === 'Z') return { kind: 'end' };
    return { kind: 'one', matches: escapedClass(char) };
  }

  /** After `[`: a `]` that comes first is a character of the class. */
  private characterClass(): (char: string) => boolean {
    const negated = this.takes('^');
    const members: ((char: string) => boolean)[] = [];
    do members.push(this.classMember());
    while (!this.takes(']'));
    return (char) => members.some((matches) => matches(char)) !== negated;
  }

  private classMember(): (char: string) => boolean {
    const first = this.take('missing ]');
    if (first === '\\') {
      const matches = escapedClass(this.take());
      if (this.next === '-' && this.source.charAt(this.at + 1) !== ']') {
        throw new HexPatternError('a range that begins with an escape is not read here');
      }
      return matches;
    }
    if (first === '[' && this.next === ':') throw new HexPatternError('[:…:] is not read here');
    if (this.next !== '-' || this.source.charAt(this.at + 1) === ']') return (char) => char === first;
    this.at++;
    const last = this.take('missing ]');
    if (last === '\\') throw new HexPatternError('a range that ends with an escape is not read here');
    if (last < first) throw new HexPatternError(`range ${first}-${last} runs backwards`);
    return (char) => char >= first && char <= last;
  }

  private get next(): string {
    return this.source.charAt(this.at);
  }

  private take(orElse = 'ends too early'): string {
    if (this.at >= this.source.length) throw new HexPatternError(orElse);
    return this.source.charAt(this.at++);
  }

  private takes(char: string): boolean {
    if (this.next !== char) return false;
    this.at++;
    return true;
  }
}

/** Letters and digits after a backslash mean something else in each engine, so only those that all agree on are read. */
function escapedClass(char: string): (char: string) => boolean {
  const named = ESCAPED_CLASSES[char];
  if (named !== undefined) return named;
  if (SPECIAL.has(char) || !/^[0-9A-Za-z]$/.test(char)) return (each) => each === char;
  throw new HexPatternError(`\\${char} is not read here`);
}
