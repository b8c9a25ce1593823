import { readCommandLine } from './command-line';

const NEEDED = ['--trace', 't.csv', '--fleet', 'generated:9'];

describe('the command line of the simulation', () => {
  it('takes what is left out for what it says', () => {
    expect(readCommandLine([...NEEDED, '--policy', 'nova'])).toEqual({
      help: false,
      trace: 't.csv',
      fleet: 'generated:9',
      policies: ['nova'],
      hosts: null,
      limit: Infinity,
      seed: 1,
      profile: 'balanced',
      json: false,
    });
  });

  it('replays all policies when asked to', () => {
    expect(readCommandLine([...NEEDED, '--policy', 'all']).policies).toEqual([
      'advisor',
      'nova',
      'nova-normal',
      'first-fit',
      'best-fit',
    ]);
  });

  it('needs nothing to help', () => {
    expect(readCommandLine(['--help']).help).toBe(true);
  });

  it.each([
    [['--policy', 'nova'], '--trace and --fleet'],
    [NEEDED, '--policy'],
    [[...NEEDED, '--policy', 'worst-fit'], '--policy'],
    [[...NEEDED, '--policy', 'nova', '--hosts', '0'], '--hosts'],
    [[...NEEDED, '--policy', 'nova', '--limit', '1e3'], '--limit'],
    [[...NEEDED, '--policy', 'nova', '--seed', '-1'], '--seed'],
    [[...NEEDED, '--policy', 'nova', '--profile', 'constructor'], '--profile'],
    [[...NEEDED, '--policy', 'nova', '--quick'], '--quick'],
  ])('refuses %j, and names what is wrong', (args, message) => {
    expect(() => readCommandLine(args)).toThrow(message);
  });
});
