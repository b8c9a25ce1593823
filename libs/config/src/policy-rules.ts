import { Policy, PolicyError } from '@iopath/usecases';
import { parseDocument } from 'yaml';

/** Rules of the policy by name, in the grammar of oslo.policy; empty: those that come with the service. */
export type PolicyRules = ReadonlyMap<string, string>;

/** What can be wrong with a policy file comes one line each. */
export type PolicyFileRead =
  { readonly ok: true; readonly rules: PolicyRules } | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Reads a policy file: YAML (so JSON too) as oslo.policy's, names to rules. A list of names is any of these roles; an
 * empty file changes nothing.
 */
export function readPolicyRules(text: string): PolicyFileRead {
  const document = parseDocument(text, { schema: 'core', uniqueKeys: true });
  const [error] = document.errors;
  if (error !== undefined) return { ok: false, problems: [`not YAML: ${error.message.split('\n')[0]}`] };
  const content: unknown = document.toJS({ maxAliasCount: 100 });
  if (content === null) return { ok: true, rules: new Map() };
  if (typeof content !== 'object' || Array.isArray(content)) return { ok: false, problems: ['not names with rules'] };

  const rules = new Map<string, string>();
  const problems: string[] = [];
  for (const [name, value] of Object.entries(content)) {
    const rule = ruleOf(value);
    if (rule === null) problems.push(`${name}: neither a rule nor a list of role names`);
    else rules.set(name, rule);
  }
  return problems.length > 0 ? { ok: false, problems } : judged(rules);
}

/** No role at all is nobody: as a rule, an empty text would be everybody. */
function ruleOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value) || !value.every(isRoleName)) return null;
  return value.length === 0 ? '!' : value.map((role) => `role:${role}`).join(' or ');
}

function isRoleName(value: unknown): value is string {
  return typeof value === 'string' && /^[^\s()%:]+$/.test(value);
}

function judged(rules: PolicyRules): PolicyFileRead {
  try {
    Policy.of(rules);
    return { ok: true, rules };
  } catch (error) {
    if (error instanceof PolicyError) return { ok: false, problems: error.problems };
    throw error;
  }
}
