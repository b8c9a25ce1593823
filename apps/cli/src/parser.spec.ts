import { COMMANDS } from './all-commands';
import { EXIT } from './exit-codes';
import { runCli } from './run-cli';
import { SpecSurroundings } from './spec-surroundings';

const VERSION = '1.2.3';

async function run(line: string, env: NodeJS.ProcessEnv = {}) {
  const surroundings = new SpecSurroundings(env);
  const exitCode = await runCli(
    line.split(' ').filter((word) => word !== ''),
    VERSION,
    surroundings,
  );
  return { exitCode, out: surroundings.stdout.text, told: surroundings.stderr.text };
}

const LINES = COMMANDS.flatMap((entry) =>
  'usage' in entry ? [entry.usage] : entry.commands.map(({ usage }) => `${entry.word} ${usage}`),
).map((usage) => usage.replace(/ [<[].*/, ''));

describe('the command line', () => {
  it('tells its version', async () => {
    expect(await run('--version')).toEqual({ exitCode: EXIT.done, out: '1.2.3\n', told: '' });
  });

  it('lists its commands and exit codes', async () => {
    const { exitCode, out } = await run('--help');

    expect(exitCode).toBe(EXIT.done);
    for (const command of ['host', 'recommend', 'explain', 'allocation', 'completion']) expect(out).toContain(command);
    expect(out).toContain('4: no valid host');
  });

  it.each(LINES)('explains `%s` with an example', async (line) => {
    const { exitCode, out } = await run(`${line} --help`);

    expect(exitCode).toBe(EXIT.done);
    expect(out).toContain('Examples:');
  });

  it.each([
    ['', 'Which command?'],
    ['host', 'Which one?'],
    ['hots', 'Did you mean host?'],
    ['host list --no-such-option', 'Unknown argument'],
    ['host show', 'Not enough'],
    ['host list -o xml', 'Invalid values'],
    ['host list', 'There is no way to the service.'],
    ['host list --endpoint ftp://advisor', '--endpoint has to be'],
    ['recommend -f /no/such/file --endpoint http://127.0.0.1:9', 'cannot be read (ENOENT)'],
    ['recommend -f - --wait soon --endpoint http://127.0.0.1:9', '--wait'],
  ])('ends "%s" as wrong usage, and says why', async (line, why) => {
    const { exitCode, out, told } = await run(line);

    expect({ exitCode, out }).toEqual({ exitCode: EXIT.usage, out: '' });
    expect(told).toContain(why);
  });

  it('ends with 3 where nobody listens', async () => {
    const { exitCode, told } = await run('host list', { IOPATH_ENDPOINT: 'http://127.0.0.1:9' });

    expect(exitCode).toBe(EXIT.unreachable);
    expect(told).toContain('127.0.0.1:9 cannot be reached (ECONNREFUSED)');
  });

  it.each(['bash', 'zsh'])('prints what %s completes by', async (shell) => {
    expect((await run(`completion ${shell}`)).out).toContain('--complete');
  });
});
