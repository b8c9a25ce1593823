import { compareVersions, versionOf } from './version';

describe('the order of versions', () => {
  it.each([
    ['3.9', '3.10'],
    ['2.6.32', '3.4'],
    ['2.6', '2.6.25'],
    ['10', '10.1'],
  ])('%s comes before %s', (older, newer) => {
    expect(compareVersions(versionOf(older), versionOf(newer))).toBeLessThan(0);
    expect(compareVersions(versionOf(newer), versionOf(older))).toBeGreaterThan(0);
  });

  it('takes a missing part for 0', () => {
    expect(compareVersions(versionOf('5'), versionOf('5.0.0'))).toBe(0);
  });
});
