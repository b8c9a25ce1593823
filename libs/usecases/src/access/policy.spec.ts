import fc from 'fast-check';
import type { Caller } from './caller';
import { OPERATION_NAMES, type OperationName } from './operations';
import { parsePolicyCheck } from './parse-policy-check';
import { Policy, PolicyError } from './policy';
import { CALLER_ATTRIBUTES, passes, type PolicyCheck } from './policy-check';

function aCaller(roles: readonly string[], parts: Partial<Caller> = {}): Caller {
  return { userId: 'u1', projectId: 'p1', domainId: null, isSystemScoped: false, roles: new Set(roles), ...parts };
}

function problemsOf(overrides: Readonly<Record<string, string>>): readonly string[] {
  try {
    Policy.of(new Map(Object.entries(overrides)));
    return [];
  } catch (error) {
    if (error instanceof PolicyError) return error.problems;
    throw error;
  }
}

const NO_RULES = new Map<string, PolicyCheck>();

describe('a rule', () => {
  const caller = aCaller(['member', 'reader'], { domainId: 'd1' });

  it.each`
    rule                                                          | own      | foreign
    ${''}                                                         | ${true}  | ${true}
    ${'@'}                                                        | ${true}  | ${true}
    ${'!'}                                                        | ${false} | ${false}
    ${'role:member'}                                              | ${true}  | ${true}
    ${'role:Member'}                                              | ${true}  | ${true}
    ${'role:admin'}                                               | ${false} | ${false}
    ${'not role:admin'}                                           | ${true}  | ${true}
    ${'not not role:admin'}                                       | ${false} | ${false}
    ${'project_id:%(project_id)s'}                                | ${true}  | ${false}
    ${'project_id:p1'}                                            | ${true}  | ${true}
    ${'user_id:u1 and domain_id:d1'}                              | ${true}  | ${true}
    ${'user_id:u2'}                                               | ${false} | ${false}
    ${'system_scope:all'}                                         | ${false} | ${false}
    ${'role:admin or role:member and project_id:p1'}              | ${true}  | ${true}
    ${'role:member or role:admin and role:nobody'}                | ${true}  | ${true}
    ${'(role:member or role:admin) and role:nobody'}              | ${false} | ${false}
    ${'role:admin OR (role:member AND NOT role:nobody)'}          | ${true}  | ${true}
    ${'((role:member)) and (project_id:%(project_id)s)'}          | ${true}  | ${false}
    ${'role:admin or(role:member and project_id:%(project_id)s)'} | ${true}  | ${false}
    ${'not (role:member and project_id:%(project_id)s)'}          | ${false} | ${true}
  `(
    '"$rule": own $own, foreign $foreign',
    ({ rule, own, foreign }: { rule: string; own: boolean; foreign: boolean }) => {
      const check = parsePolicyCheck(rule);

      expect(passes(check, caller, 'p1', NO_RULES)).toBe(own);
      expect(passes(check, caller, 'p2', NO_RULES)).toBe(foreign);
      expect(passes(check, caller, null, NO_RULES)).toBe(foreign);
    },
  );

  it.each`
    rule                       | problem
    ${'admin'}                 | ${'"admin" is not a check such as role:admin'}
    ${'role:'}                 | ${'"role:" is not a check such as role:admin'}
    ${':admin'}                | ${'":admin" is not a check such as role:admin'}
    ${'group:ops'}             | ${'"group:" is not one of role:, rule:, user_id:'}
    ${'role:%(role)s'}         | ${'"role:%(role)s": a role has to be named'}
    ${'user_id:%(user_id)s'}   | ${'"user_id:%(user_id)s": only project_id can be compared'}
    ${'project_id:%(tenant)s'} | ${'"project_id:%(tenant)s": only project_id can be compared'}
    ${'role:a and'}            | ${'it ends where a check is expected'}
    ${'role:a role:b'}         | ${'"role:b" is one too many'}
    ${'(role:a'}               | ${'a parenthesis is not closed'}
    ${'role:a)'}               | ${'")" is one too many'}
    ${'()'}                    | ${'")" is not a check such as role:admin'}
    ${'or role:a'}             | ${'"or" is not a check such as role:admin'}
    ${'('.repeat(100)}         | ${'nested too deeply'}
    ${'x'.repeat(5_000)}       | ${'longer than 4096 characters'}
  `('"$rule" is refused: $problem', ({ rule, problem }: { rule: string; problem: string }) => {
    expect(() => parsePolicyCheck(rule)).toThrow(problem);
  });
});

const role = fc.constantFrom('admin', 'member', 'reader', 'service', 'ops');
const callers = fc.record({
  userId: fc.constantFrom('u1', 'u2'),
  projectId: fc.constantFrom('p1', 'p2', null),
  domainId: fc.constantFrom('d1', null),
  isSystemScoped: fc.boolean(),
  roles: fc.uniqueArray(role).map((roles) => new Set<string>(roles)),
});
const checks = fc.letrec<{ check: PolicyCheck }>((tie) => ({
  check: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.record({ kind: fc.constantFrom('always' as const, 'never' as const) }),
    fc.record({ kind: fc.constant('role' as const), role }),
    fc.record({
      kind: fc.constant('attribute' as const),
      attribute: fc.constantFrom(...CALLER_ATTRIBUTES),
      value: fc.constantFrom('p1', 'u1', 'd1', 'all'),
    }),
    fc.constant({ kind: 'attribute' as const, attribute: 'project_id' as const, value: null }),
    fc.record({ kind: fc.constant('not' as const), check: tie('check') }),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      checks: fc.array(tie('check'), { minLength: 2, maxLength: 3 }),
    }),
  ),
})).check;

/** The check as an operator would write it, each part in parentheses. */
function written(check: PolicyCheck): string {
  switch (check.kind) {
    case 'always':
      return '@';
    case 'never':
      return '!';
    case 'role':
      return `role:${check.role}`;
    case 'rule':
      return `rule:${check.rule}`;
    case 'attribute':
      return `${check.attribute}:${check.value ?? '%(project_id)s'}`;
    case 'not':
      return `not (${written(check.check)})`;
    default:
      return check.checks.map((one) => `(${written(one)})`).join(` ${check.kind} `);
  }
}

describe('every rule', () => {
  const projects = fc.constantFrom('p1', 'p2', null);

  it('reads as what it says', () => {
    fc.assert(fc.property(checks, (check) => expect(parsePolicyCheck(written(check))).toEqual(check)));
  });

  it('and its negation let in whom the other keeps out', () => {
    fc.assert(
      fc.property(checks, callers, projects, (check, caller, project) => {
        const negation = parsePolicyCheck(`not (${written(check)})`);
        expect(passes(negation, caller, project, NO_RULES)).toBe(!passes(check, caller, project, NO_RULES));
      }),
    );
  });

  it('binds "and" closer than "or", and "not" closest', () => {
    fc.assert(
      fc.property(role, role, role, callers, (a, b, c, caller) => {
        const has = (name: string) => caller.roles.has(name);
        const check = parsePolicyCheck(`not role:${a} and role:${b} or role:${c}`);
        expect(passes(check, caller, null, NO_RULES)).toBe((!has(a) && has(b)) || has(c));
      }),
    );
  });

  it('is read or refused with words of ours, whatever is written', () => {
    const words = fc.constantFrom(
      '(',
      ')',
      'and',
      'or',
      'not',
      '@',
      '!',
      'role:a',
      'rule:x',
      'x',
      ':',
      '%(project_id)s',
    );
    fc.assert(
      fc.property(fc.array(words), (parts) => {
        const problems = problemsOf({ 'io_advisor:host:list': parts.join(' '), x: '@' });
        for (const problem of problems) expect(problem).toMatch(/^io_advisor:host:list: /);
      }),
    );
  });
});

describe('the policy', () => {
  const policy = Policy.of();
  const may = (roles: readonly string[], operation: OperationName, project: string | null) =>
    policy.allows(operation, aCaller(roles), project);

  it('lets members act for their own project only', () => {
    expect(may(['member', 'reader'], 'io_advisor:recommendation:create', 'p1')).toBe(true);
    expect(may(['member', 'reader'], 'io_advisor:recommendation:create', 'p2')).toBe(false);
    expect(may(['reader'], 'io_advisor:recommendation:create', 'p1')).toBe(false);
    expect(may(['reader'], 'io_advisor:recommendation:get', 'p1')).toBe(true);
    expect(may(['service'], 'io_advisor:recommendation:create', 'p2')).toBe(true);
  });

  it('lets administrators do everything, for any project', () => {
    const admin = aCaller(['admin', 'manager', 'member', 'reader']);

    expect(OPERATION_NAMES.filter((operation) => !policy.allows(operation, admin, null))).toEqual([]);
  });

  it('lets nobody without a role do anything', () => {
    expect(OPERATION_NAMES.filter((operation) => policy.couldAllow(operation, aCaller([])))).toEqual([]);
  });

  it('is the operator’s, rule by rule', () => {
    const own = Policy.of(
      new Map([
        ['io_advisor:host:list', 'rule:operators'],
        ['operators', 'role:ops or rule:admin_required'],
        ['admin_required', 'role:cloud_admin'],
      ]),
    );

    expect(own.allows('io_advisor:host:list', aCaller(['ops']), null)).toBe(true);
    expect(own.allows('io_advisor:host:get', aCaller(['ops']), null)).toBe(false);
    expect(own.allows('io_advisor:host:get', aCaller(['admin']), null)).toBe(false);
    expect(own.allows('io_advisor:host:get', aCaller(['cloud_admin']), null)).toBe(true);
  });

  it.each`
    name                      | rule                 | problem
    ${'io_advisor:host:fly'}  | ${'@'}               | ${'io_advisor:host:fly: there is no such operation'}
    ${'os_compute_api:x'}     | ${'@'}               | ${'os_compute_api:x: there is no such operation; operations of this service begin with io_advisor:'}
    ${'io_advisor:host:list'} | ${'role'}            | ${'io_advisor:host:list: "role" is not a check such as role:admin'}
    ${'io_advisor:host:list'} | ${'rule:nobody'}     | ${'io_advisor:host:list: there is no rule "nobody"'}
    ${'circle'}               | ${'not rule:circle'} | ${'circle: the rule asks for itself'}
  `('refuses $name: $rule', ({ name, rule, problem }: Record<'name' | 'rule' | 'problem', string>) => {
    expect(problemsOf({ [name]: rule })).toEqual([problem]);
  });

  it('finds rules that ask for each other', () => {
    expect(problemsOf({ one: 'rule:two', two: 'rule:one' })).toHaveLength(2);
  });
});
