import type { Caller } from './caller';

/** A rule as oslo.policy writes it, read. */
export type PolicyCheck =
  | { readonly kind: 'always' }
  | { readonly kind: 'never' }
  | { readonly kind: 'not'; readonly check: PolicyCheck }
  | { readonly kind: 'and' | 'or'; readonly checks: readonly PolicyCheck[] }
  | { readonly kind: 'role'; readonly role: string }
  | { readonly kind: 'rule'; readonly rule: string }
  /** `value` null: the project that is asked for, `%(project_id)s`. */
  | { readonly kind: 'attribute'; readonly attribute: CallerAttribute; readonly value: string | null };

/** What a rule may ask of a caller, beside its roles. */
export const CALLER_ATTRIBUTES = ['user_id', 'project_id', 'domain_id', 'system_scope'] as const;
export type CallerAttribute = (typeof CALLER_ATTRIBUTES)[number];

/** Rules by name, for `rule:`. */
export type PolicyRules = ReadonlyMap<string, PolicyCheck>;

/**
 * Whether the check lets the caller do something to what belongs to this project. A rule that is named and not there lets
 * nobody (oslo_policy/_checks.py, RuleCheck).
 *
 * @param projectId null: to what belongs to no project, or to one that is not the caller's
 */
export function passes(check: PolicyCheck, caller: Caller, projectId: string | null, rules: PolicyRules): boolean {
  const holds = (one: PolicyCheck): boolean => passes(one, caller, projectId, rules);
  switch (check.kind) {
    case 'always':
      return true;
    case 'never':
      return false;
    case 'not':
      return !holds(check.check);
    case 'and':
      return check.checks.every(holds);
    case 'or':
      return check.checks.some(holds);
    case 'role':
      return caller.roles.has(check.role);
    case 'rule': {
      const rule = rules.get(check.rule);
      return rule !== undefined && holds(rule);
    }
    case 'attribute': {
      const own = attributeOf(caller, check.attribute);
      return own !== null && own === (check.value ?? projectId);
    }
  }
}

function attributeOf(caller: Caller, attribute: CallerAttribute): string | null {
  switch (attribute) {
    case 'user_id':
      return caller.userId;
    case 'project_id':
      return caller.projectId;
    case 'domain_id':
      return caller.domainId;
    case 'system_scope':
      return caller.isSystemScoped ? 'all' : null;
  }
}

/** Names of the rules that a check asks for. */
export function rulesIn(check: PolicyCheck): readonly string[] {
  if (check.kind === 'rule') return [check.rule];
  if (check.kind === 'not') return rulesIn(check.check);
  return check.kind === 'and' || check.kind === 'or' ? check.checks.flatMap(rulesIn) : [];
}
