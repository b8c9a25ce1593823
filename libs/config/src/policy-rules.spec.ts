import { ConfigError, readConfig } from './env';
import { readPolicyRules } from './policy-rules';

function rulesOf(text: string): unknown {
  const read = readPolicyRules(text);
  return read.ok ? Object.fromEntries(read.rules) : read.problems;
}

describe('a policy file', () => {
  it('has rules by name, or lists of roles', () => {
    const text = [
      '# operators may look',
      '"io_advisor:host:list": "role:admin or role:ops"',
      'io_advisor:host:get: [admin, ops]',
      'io_advisor:audit:list: []',
      'operators: "@"',
    ].join('\n');

    expect(rulesOf(text)).toEqual({
      'io_advisor:host:list': 'role:admin or role:ops',
      'io_advisor:host:get': 'role:admin or role:ops',
      'io_advisor:audit:list': '!',
      operators: '@',
    });
  });

  it('may be JSON, or empty', () => {
    expect(rulesOf('{"io_advisor:host:list": "role:ops"}')).toEqual({ 'io_advisor:host:list': 'role:ops' });
    expect(rulesOf('# nothing yet\n')).toEqual({});
  });

  it.each`
    text                                  | problem
    ${'- role:admin'}                     | ${'not names with rules'}
    ${'a: [\n'}                           | ${'not YAML'}
    ${'a: "@"\na: "!"'}                   | ${'not YAML: Map keys must be unique'}
    ${'io_advisor:host:list: 7'}          | ${'io_advisor:host:list: neither a rule nor a list of role names'}
    ${'io_advisor:host:list: [[role:a]]'} | ${'io_advisor:host:list: neither a rule nor a list of role names'}
    ${'io_advisor:host:list: ["role:a"]'} | ${'io_advisor:host:list: neither a rule nor a list of role names'}
    ${'io_advisor:hosts:list: [admin]'}   | ${'io_advisor:hosts:list: there is no such operation'}
    ${'io_advisor:host:list: role:a and'} | ${'io_advisor:host:list: it ends where a check is expected'}
  `('$text: $problem', ({ text, problem }: { text: string; problem: string }) => {
    expect(rulesOf(text)).toEqual([expect.stringContaining(problem)]);
  });
});

describe('POLICY_FILE', () => {
  const read = (text: string) =>
    readConfig({ POLICY_FILE: 'etc/policy.yaml' }, '/srv', (file) => (file === '/srv/etc/policy.yaml' ? text : null));

  it('is read at the start', () => {
    expect(read('io_advisor:host:list: [ops]').policyRules).toEqual(new Map([['io_advisor:host:list', 'role:ops']]));
  });

  it('that cannot be used keeps the service from starting', () => {
    expect(() => read('io_advisor:host:list: role:a and\nio_advisor:x: "@"')).toThrow(
      new ConfigError([
        'POLICY_FILE: /srv/etc/policy.yaml: io_advisor:x: there is no such operation',
        'POLICY_FILE: /srv/etc/policy.yaml: io_advisor:host:list: it ends where a check is expected',
      ]),
    );
  });
});
