import { CALLER_ATTRIBUTES, type PolicyCheck } from './policy-check';

/** Says in one line what is wrong with a rule. */
export class PolicySyntaxError extends Error {}

/** A word may contain `%(project_id)s`, whose parentheses are its own. */
const WORD = /\s*([()]|(?:%\(\w+(?:\.\w+)*\)s|[^\s()])+)/y;
const MAX_LENGTH = 4096;
const MAX_DEPTH = 32;

/**
 * Reads a rule in the grammar of oslo.policy (oslo_policy/_parser.py): `role:`, `rule:`, attributes of the caller, `and`,
 * `or`, `not`, parentheses, `@` (always), `!` (never); an empty text is `@`. `not` binds closest, then `and`.
 *
 * @throws PolicySyntaxError
 */
export function parsePolicyCheck(text: string): PolicyCheck {
  if (text.length > MAX_LENGTH) throw new PolicySyntaxError(`longer than ${MAX_LENGTH} characters`);
  const words = wordsOf(text);
  if (words.length === 0) return { kind: 'always' };
  const parser = new Parser(words);
  const check = parser.either(0);
  parser.end();
  return check;
}

function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  const scanner = new RegExp(WORD);
  for (let match = scanner.exec(text); match !== null; match = scanner.exec(text)) words.push(match[1] ?? '');
  return words;
}

class Parser {
  private position = 0;

  constructor(private readonly words: readonly string[]) {}

  either(depth: number): PolicyCheck {
    return this.series('or', () => this.both(depth));
  }

  end(): void {
    const left = this.words[this.position];
    if (left !== undefined) throw new PolicySyntaxError(`"${left}" is one too many`);
  }

  private both(depth: number): PolicyCheck {
    return this.series('and', () => this.one(depth));
  }

  private series(kind: 'and' | 'or', next: () => PolicyCheck): PolicyCheck {
    const checks = [next()];
    while (this.takes(kind)) checks.push(next());
    const [only] = checks;
    return checks.length === 1 && only !== undefined ? only : { kind, checks };
  }

  private one(depth: number): PolicyCheck {
    if (depth > MAX_DEPTH) throw new PolicySyntaxError('nested too deeply');
    if (this.takes('not')) return { kind: 'not', check: this.one(depth + 1) };
    if (this.takes('(')) {
      const inner = this.either(depth + 1);
      if (!this.takes(')')) throw new PolicySyntaxError('a parenthesis is not closed');
      return inner;
    }
    return leafOf(this.words[this.position++]);
  }

  private takes(word: string): boolean {
    if (this.words[this.position]?.toLowerCase() !== word) return false;
    this.position += 1;
    return true;
  }
}

function leafOf(word: string | undefined): PolicyCheck {
  if (word === undefined) throw new PolicySyntaxError('it ends where a check is expected');
  if (word === '@') return { kind: 'always' };
  if (word === '!') return { kind: 'never' };
  const [kind, value] = halvesOf(word);
  if (kind === 'rule') return { kind: 'rule', rule: value };
  if (kind === 'role') {
    if (value.startsWith('%')) throw new PolicySyntaxError(`"${word}": a role has to be named`);
    return { kind: 'role', role: value.toLowerCase() };
  }
  const attribute = CALLER_ATTRIBUTES.find((each) => each === kind);
  if (attribute === undefined) {
    throw new PolicySyntaxError(`"${kind}:" is not one of role:, rule:, ${CALLER_ATTRIBUTES.join(':, ')}:`);
  }
  if (!value.startsWith('%')) return { kind: 'attribute', attribute, value };
  // What is stored here belongs to projects; whose user asked for it is not kept with it.
  if (attribute === 'project_id' && value === '%(project_id)s') return { kind: 'attribute', attribute, value: null };
  throw new PolicySyntaxError(`"${word}": only project_id can be compared with what is asked for, as %(project_id)s`);
}

function halvesOf(word: string): readonly [string, string] {
  const colon = word.indexOf(':');
  const value = word.slice(colon + 1);
  if (colon < 1 || value === '') throw new PolicySyntaxError(`"${word}" is not a check such as role:admin`);
  return [word.slice(0, colon), value];
}
