import { readCommandLine } from './command-line';
import { UsageError } from './usage-error';

const read = (text: string) => readCommandLine(text.split(' ').filter((word) => word !== ''));

describe('the command line', () => {
  it('prints unless it is told where to send', () => {
    expect(read('').push).toBeNull();
    expect(read('--json --root /tmp/tree')).toMatchObject({ push: null, root: '/tmp/tree' });
  });

  it('sends to the root of a URL, or to a path below it', () => {
    expect(read('--push https://advisor:8443/iopath/').push).toMatchObject({
      url: 'https://advisor:8443/iopath',
      watch: false,
      everyMs: 30_000,
      refreshMs: 900_000,
    });
  });

  it('takes times in seconds', () => {
    expect(read('--push http://a --watch --every 0.5 --backoff-first 0.1 --backoff-max 2').push).toMatchObject({
      everyMs: 500,
      backOff: { firstMs: 100, longestMs: 2000 },
    });
  });

  it.each([
    ['--psuh http://a', '--psuh'],
    ['--push ftp://a', '--push'],
    ['--push http://me:secret@a', 'must hold no password'],
    ['--push http://a --json', 'not both'],
    ['--watch', '--watch needs --push'],
    ['--push http://a --every 0', '--every'],
    ['--push http://a --refresh soon', '--refresh'],
    ['here', 'here'],
  ])('refuses %s', (text, why) => {
    expect(() => read(text)).toThrow(UsageError);
    expect(() => read(text)).toThrow(why);
  });
});
