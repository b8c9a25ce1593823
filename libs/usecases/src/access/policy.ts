import type { Caller } from './caller';
import { BASE_RULES, OPERATION_NAMES, OPERATIONS, type OperationName } from './operations';
import { parsePolicyCheck, PolicySyntaxError } from './parse-policy-check';
import { passes, type PolicyCheck, rulesIn } from './policy-check';

/** Thrown with everything that is wrong with a policy. */
export class PolicyError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('; '));
    this.name = 'PolicyError';
  }
}

/** The first part of every operation's name. */
const SERVICE = 'io_advisor:';

/** Who may do what. */
export class Policy {
  private constructor(private readonly rules: ReadonlyMap<string, PolicyCheck>) {}

  /**
   * The rules that come with the service, with `overrides` in their place: for an operation or a base rule, or new rules
   * that others name.
   *
   * @throws PolicyError naming every rule that cannot be used
   */
  static of(overrides: ReadonlyMap<string, string> = new Map()): Policy {
    const texts = new Map<string, string>([
      ...Object.entries(BASE_RULES),
      ...OPERATION_NAMES.map((name) => [name, OPERATIONS[name].rule] as const),
    ]);
    const problems: string[] = [];
    for (const [name, text] of overrides) {
      if (name.includes(':') && !texts.has(name)) problems.push(unknownOperation(name));
      else texts.set(name, text);
    }
    const rules = readRules(texts, problems);
    for (const [name, check] of rules) problems.push(...strayRules(name, check, rules));
    if (problems.length > 0) throw new PolicyError(problems);
    return new Policy(rules);
  }

  /**
   * Whether the caller may do this to what belongs to a project.
   *
   * @param projectId null: to what belongs to no project, or to one that is not the caller's
   */
  allows(operation: OperationName, caller: Caller, projectId: string | null): boolean {
    const rule = this.rules.get(operation);
    return rule !== undefined && passes(rule, caller, projectId, this.rules);
  }

  /** Whether there is anything that the caller may do this to. */
  couldAllow(operation: OperationName, caller: Caller): boolean {
    return this.allows(operation, caller, caller.projectId) || this.allows(operation, caller, null);
  }
}

function unknownOperation(name: string): string {
  const hint = name.startsWith(SERVICE) ? '' : `; operations of this service begin with ${SERVICE}`;
  return `${name}: there is no such operation${hint}`;
}

function readRules(texts: ReadonlyMap<string, string>, problems: string[]): Map<string, PolicyCheck> {
  const rules = new Map<string, PolicyCheck>();
  for (const [name, text] of texts) {
    try {
      rules.set(name, parsePolicyCheck(text));
    } catch (error) {
      if (!(error instanceof PolicySyntaxError)) throw error;
      problems.push(`${name}: ${error.message}`);
    }
  }
  return rules;
}

/** A rule that asks for one that is not there, or for itself, could not be answered. */
function strayRules(name: string, check: PolicyCheck, rules: ReadonlyMap<string, PolicyCheck>): readonly string[] {
  const missing = rulesIn(check).find((each) => !rules.has(each));
  if (missing !== undefined) return [`${name}: there is no rule "${missing}"`];
  const seen = new Set<string>();
  const open = [...rulesIn(check)];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === name) return [`${name}: the rule asks for itself`];
    if (seen.has(next)) continue;
    seen.add(next);
    const rule = rules.get(next);
    if (rule !== undefined) open.push(...rulesIn(rule));
  }
  return [];
}
